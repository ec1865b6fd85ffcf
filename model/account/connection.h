/* The state of the connection to the server: retries, and refusals of the secret. */
#ifndef MODEL_ACCOUNT_CONNECTION_H
#define MODEL_ACCOUNT_CONNECTION_H

#include "model/account/report.h"
#include "model/fetch/refusal.h"
#include "net/base/failure.h"
#include "net/http/http.h"

#include <stdbool.h>
#include <uv.h>

struct connection {
    struct report *report; /* its status has the state */
    const struct http *http;
    const struct account_options *options;
    unsigned waits;    /* number of retries that were waited for */
    unsigned failures; /* failures in a row */
    uv_timer_t retry;  /* active while a retry is planned; closed by the owner */
    bool is_retry_due; /* for the owner: retry everything that failed */
    bool was_away;     /* the server was away since the owner last looked */
    bool is_refused;   /* the secret was refused: no requests until the user makes one */
    bool gives_up;     /* for the owner: is_refused has become true, cancel what is queued */
    struct refusal refusal;
};

void connection_open(struct connection *connection, uv_loop_t *loop);

/* Updates the state with the result of a request, NULL for success, and plans a retry if needed. Success cancels a
 * planned retry unless `has_failed`: something else still failed. */
void connection_heard(struct connection *connection, const struct failure *failure, bool has_failed);

/* Tracks refusals of the secret; NULL for success. Call before connection_heard. */
void connection_mind_refusal(struct connection *connection, const struct failure *failure);

/* A request by the user, who may have corrected the secret. */
void connection_ask_anew(struct connection *connection);
bool connection_may_ask(const struct connection *connection, bool others_under_way);

bool connection_awaits_retry(const struct connection *connection);
void connection_forget_retry(struct connection *connection);

/* Reports a failure, unless a command will retry it. */
void connection_say_failure(struct connection *connection, const struct failure *failure);

#endif
