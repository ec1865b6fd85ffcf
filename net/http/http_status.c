#include "net/http/http_status.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a status means: `what` is printed with the subject. */
struct meaning {
    int status;
    enum failure_kind kind;
    const char *what;
    const char *advice;
};

static const struct meaning meanings[] = {
    {400, FAILURE_SERVER, N_("the server finds a parameter of the request for %s not valid (400)"),
     N_("check the agent's identification and its type (id, email, syncId or sipUri)")},
    {401, FAILURE_REFUSED, N_("the server refused the secret for %s (401)"),
     N_("check the shared secret and that it belongs to this account")},
    {403, FAILURE_REFUSED, N_("the server does not permit %s (403)"),
     N_("the account may lack the licence for this request: ask the server's administrator")},
    {404, FAILURE_NOT_FOUND, N_("the server does not know %s (404)"),
     N_("check the account in the address, and the agent's identification and its type")},
    {407, FAILURE_SERVER, N_("a proxy wants a login before %s (407)"),
     N_("reach the server without the proxy (no_proxy), or ask the network's administrator")},
    {408, FAILURE_SERVER, N_("the server gave up waiting for the request for %s (408)"), N_("try again")},
    {429, FAILURE_SERVER, N_("the server gets too many requests, among them %s (429)"),
     N_("wait a while, then try again")},
    {500, FAILURE_SERVER, N_("the server had an internal error with %s (500)"),
     N_("try again later; if it stays, tell the server's administrator")},
    {502, FAILURE_SERVER, N_("a proxy got no good answer from the server for %s (502)"),
     N_("try again later; if it stays, tell the server's administrator")},
    {503, FAILURE_SERVER, N_("the server is not available for %s (503)"),
     N_("it may be restarting or overloaded: try again later")},
    {504, FAILURE_SERVER, N_("a proxy waited in vain for the server to answer for %s (504)"),
     N_("try again later; if it stays, tell the server's administrator")},
};

static void redirect_failure(struct failure *failure, int status, const char *subject, const char *location)
{
    char quoted[100];
    char *place = memory_text_part(location, strcspn(location, "?#")); /* behind them may be anything */
    failure_quote(quoted, sizeof quoted, place);
    free(place);
    failure_set(
        failure, FAILURE_SERVER,
        tr("not followed, since the secret would go along: if it is the right one, configure that address"),
        tr("the server sends the request for %s elsewhere (%d): to %s"), subject, status, quoted);
}

void http_status_failure(struct failure *failure, int status, const char *subject, const char *location)
{
    char what[240];
    char name[81];
    const struct meaning *meaning = NULL;
    snprintf(name, sizeof name, "%.*s", (int)failure_fit(subject, sizeof name), subject);
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (meanings[i].status == status)
            meaning = &meanings[i];
    }
    if (meaning) {
        const char *form = tr(meaning->what), *mark = strstr(form, "%s");
        snprintf(what, sizeof what, "%.*s%s%s", (int)(mark - form), form, name, mark + 2);
        failure_set(failure, meaning->kind, meaning->advice, "%s", what);
    } else if (status >= 300 && status < 400 && location) {
        redirect_failure(failure, status, name, location);
    } else {
        failure_set(failure, FAILURE_SERVER,
                    tr("check the address; if it is right, tell the server's administrator"),
                    tr("the server answered the request for %s with status %d"), name, status);
    }
    failure->status = status;
    failure->is_lasting = status < 500 && status != 408 && status != 429;
}
