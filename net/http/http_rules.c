#include "net/http/http_rules.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/charset.h"
#include "net/http/http_explain.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECRET_HEADER "X-Miralix-Shared-Secret: "
#define USER_AGENT "tapedeck/" TAPEDECK_VERSION

enum { CONNECT_TIMEOUT_MS = 10000, STALL_TIMEOUT_S = 30, WAIT_TIMEOUT_S = 120, CONNECTIONS = 4 };

struct http_rules {
    struct http_options options;      /* its texts are owned; the secret is not there */
    char *secret_line;                /* owned; NULL if there is no secret */
    struct curl_slist *secret_header; /* owned; the same for curl, once it was needed */
};

static void forget_line(char *line)
{
    if (line)
        explicit_bzero(line, strlen(line));
}

static struct curl_slist *secret_header(const char *line)
{
    struct curl_slist *header = curl_slist_append(NULL, line);
    if (!header)
        die("out of memory (header)");
    return header;
}

struct http_rules *http_rules_new(const struct http_options *options, struct failure *failure)
{
    if (!http_options_are_sound(options, failure))
        return NULL;
    struct http_rules *rules = memory_new(sizeof *rules);
    rules->options = (struct http_options){
        .server = memory_text(options->server),
        .ca_file = memory_text(options->ca_file),
        .pin = memory_text(options->pin),
        .proxy = memory_text(options->proxy),
        .looks_at_certificate = options->looks_at_certificate,
        .remark = options->remark,
        .remark_context = options->remark_context,
        .connect_timeout_ms = options->connect_timeout_ms ? options->connect_timeout_ms : CONNECT_TIMEOUT_MS,
        .stall_timeout_s = options->stall_timeout_s ? options->stall_timeout_s : STALL_TIMEOUT_S,
        .wait_timeout_s = options->wait_timeout_s ? options->wait_timeout_s : WAIT_TIMEOUT_S,
        .connections = options->connections ? options->connections : CONNECTIONS,
    };
    if (options->secret)
        rules->secret_line = memory_format(SECRET_HEADER "%s", options->secret);
    return rules;
}

void http_rules_free(struct http_rules **rules_pointer)
{
    struct http_rules *rules = *rules_pointer;
    *rules_pointer = NULL;
    if (!rules)
        return;
    for (struct curl_slist *line = rules->secret_header; line; line = line->next)
        forget_line(line->data);
    if (rules->secret_header)
        curl_slist_free_all(rules->secret_header);
    forget_line(rules->secret_line);
    free(rules->secret_line);
    free((char *)rules->options.server);
    free((char *)rules->options.ca_file);
    free((char *)rules->options.pin);
    free((char *)rules->options.proxy);
    free(rules);
}

const struct http_options *http_rules_options(const struct http_rules *rules)
{
    return &rules->options;
}

const char *http_rules_secret(const struct http_rules *rules)
{
    return rules->secret_line ? rules->secret_line + strlen(SECRET_HEADER) : NULL;
}

/* Does the address lie below the server's? They are the same text up to a slash, so scheme, host and
 * port are the same too. */
static bool is_ours(const struct http_rules *rules, const char *url)
{
    size_t length = rules->options.server ? strlen(rules->options.server) : 0;
    return length && strncmp(url, rules->options.server, length) == 0 && url[length] == '/';
}

static void set_limits(CURL *easy, const struct http_options *options)
{
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)options->stall_timeout_s);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)HTTP_RULES_BUFFER);
    /* Ending a transfer must not wait for the thread that asks the name service. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}

/* Redirects are not followed, since the secret would go along. */
static void set_protocol(CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, USER_AGENT);
}

/* The environment has been read: curl is not to do so again. A proxy gets no header that is for the server.
 */
static void set_proxy(CURL *easy, const struct http_options *options)
{
    curl_easy_setopt(easy, CURLOPT_PROXY, options->proxy ? options->proxy : "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
}

static void set_trust(CURL *easy, const struct http_options *options)
{
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (options->ca_file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
    if (options->pin)
        curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, options->pin);
    curl_easy_setopt(easy, CURLOPT_CERTINFO, options->looks_at_certificate ? 1L : 0L);
}

/* In place of what is set for text. */
static void set_bytes(CURL *easy, uint64_t from)
{
    char range[24];
    snprintf(range, sizeof range, "%llu-", (unsigned long long)from);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, NULL);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)HTTP_BYTES_BEGIN_S);
    if (from)
        curl_easy_setopt(easy, CURLOPT_RANGE, range);
}

void http_rules_apply(struct http_rules *rules, CURL *easy, const struct http_request *request)
{
    if (curl_easy_setopt(easy, CURLOPT_URL, request->url) != CURLE_OK)
        die("out of memory (address)");
    set_limits(easy, &rules->options);
    set_protocol(easy);
    set_proxy(easy, &rules->options);
    set_trust(easy, &rules->options);
    if (request->is_bytes)
        set_bytes(easy, request->from);
    if (rules->secret_line && !rules->secret_header)
        rules->secret_header = secret_header(rules->secret_line);
    if (rules->secret_header && is_ours(rules, request->url))
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, rules->secret_header);
}

struct charset *http_rules_charset(const struct http_rules *rules, CURL *easy, struct http_head *head)
{
    char unknown[CHARSET_NAME_SIZE], text[120];
    struct charset *charset = charset_new(http_explain_head(easy, head), unknown);
    snprintf(text, sizeof text,
             tr("The server answers in the charset %s, which is not known here: read as UTF-8."), unknown);
    if (*unknown && rules->options.remark)
        rules->options.remark(rules->options.remark_context, text);
    return charset;
}
