#include "net/http/http_bounds.h"

#include "net/base/translate.h"

#define HEAD_LIMIT (UINT64_C(256) << 10)
#define BODY_LIMIT (UINT64_C(4) << 30)
#define RATIO_LIMIT 100
#define RATIO_FREE (UINT64_C(16) << 20) /* a body up to this size may be of any ratio */
#define NS_PER_SECOND UINT64_C(1000000000)

static const char tell_administrator[] =
    N_("tell the server's administrator, or whoever runs a proxy before it");

enum http_excess http_bounds_head(struct http_bounds *bounds, size_t length)
{
    bounds->head += length;
    return bounds->head > HEAD_LIMIT ? HTTP_EXCESS_HEAD : HTTP_EXCESS_NONE;
}

enum http_excess http_bounds_body(struct http_bounds *bounds, size_t length, uint64_t sent)
{
    bounds->body += length;
    if (bounds->body > BODY_LIMIT)
        return HTTP_EXCESS_SIZE;
    bool is_large = bounds->body > RATIO_FREE;
    return is_large && bounds->body / RATIO_LIMIT > sent ? HTTP_EXCESS_RATIO : HTTP_EXCESS_NONE;
}

enum http_excess http_bounds_time(const struct http_bounds *bounds, uint64_t now_ns, unsigned limit_s)
{
    bool over = now_ns > bounds->complete_ns && now_ns - bounds->complete_ns > limit_s * NS_PER_SECOND;
    return over ? HTTP_EXCESS_WAITING : HTTP_EXCESS_NONE;
}

void http_bounds_explain(enum http_excess excess, const char *subject, unsigned limit_s,
                         struct failure *failure)
{
    switch (excess) {
    case HTTP_EXCESS_NONE:
        failure_set(failure, FAILURE_NONE, "", "%s", "");
        break;
    case HTTP_EXCESS_HEAD:
        failure_set(failure, FAILURE_ANSWER, tell_administrator,
                    tr("the answer for %s has headers of more than 256 KiB"), subject);
        break;
    case HTTP_EXCESS_SIZE:
        failure_set(failure, FAILURE_ANSWER, tell_administrator,
                    tr("the answer for %s is larger than 4 GiB and was left there"), subject);
        break;
    case HTTP_EXCESS_RATIO:
        failure_set(failure, FAILURE_ANSWER, tell_administrator,
                    tr("the answer for %s unfolds to more than %d times its size and was left there"),
                    subject, RATIO_LIMIT);
        break;
    case HTTP_EXCESS_WAITING:
        failure_set(failure, FAILURE_NETWORK, tr("the server or the network hangs: try again later"),
                    tr("the answer for %s brought no complete entry for %u s"), subject, limit_s);
        break;
    }
    failure->is_lasting =
        excess == HTTP_EXCESS_HEAD || excess == HTTP_EXCESS_SIZE || excess == HTTP_EXCESS_RATIO;
}
