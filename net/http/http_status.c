#include "net/http/http_status.h"

#include "net/base/memory.h"

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
    {400, FAILURE_SERVER, "the server finds a parameter of the request for %s not valid (400)",
     "check the agent's identification and its type (id, email, syncId or sipUri)"},
    {401, FAILURE_REFUSED, "the server refused the secret for %s (401)",
     "check the shared secret and that it belongs to this account"},
    {403, FAILURE_REFUSED, "the server does not permit %s (403)",
     "the account may lack the licence for this request: ask the server's administrator"},
    {404, FAILURE_NOT_FOUND, "the server does not know %s (404)",
     "check the account in the address, and the agent's identification and its type"},
    {407, FAILURE_SERVER, "a proxy wants a login before %s (407)",
     "reach the server without the proxy (no_proxy), or ask the network's administrator"},
    {408, FAILURE_SERVER, "the server gave up waiting for the request for %s (408)", "try again"},
    {429, FAILURE_SERVER, "the server gets too many requests, among them %s (429)",
     "wait a while, then try again"},
    {500, FAILURE_SERVER, "the server had an internal error with %s (500)",
     "try again later; if it stays, tell the server's administrator"},
    {502, FAILURE_SERVER, "a proxy got no good answer from the server for %s (502)",
     "try again later; if it stays, tell the server's administrator"},
    {503, FAILURE_SERVER, "the server is not available for %s (503)",
     "it may be restarting or overloaded: try again later"},
    {504, FAILURE_SERVER, "a proxy waited in vain for the server to answer for %s (504)",
     "try again later; if it stays, tell the server's administrator"},
};

static void redirect_failure(struct failure *failure, int status, const char *subject, const char *location)
{
    char quoted[100];
    char *place = memory_text_part(location, strcspn(location, "?#")); /* behind them may be anything */
    failure_quote(quoted, sizeof quoted, place);
    free(place);
    failure_set(
        failure, FAILURE_SERVER,
        "not followed, since the secret would go along: if it is the right one, configure that address",
        "the server sends the request for %s elsewhere (%d): to %s", subject, status, quoted);
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
        const char *mark = strstr(meaning->what, "%s");
        snprintf(what, sizeof what, "%.*s%s%s", (int)(mark - meaning->what), meaning->what, name, mark + 2);
        failure_set(failure, meaning->kind, meaning->advice, "%s", what);
    } else if (status >= 300 && status < 400 && location) {
        redirect_failure(failure, status, name, location);
    } else {
        failure_set(failure, FAILURE_SERVER,
                    "check the address; if it is right, tell the server's administrator",
                    "the server answered the request for %s with status %d", name, status);
    }
    failure->status = status;
    failure->is_lasting = status < 500 && status != 408 && status != 429;
}
