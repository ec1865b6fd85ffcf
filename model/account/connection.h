/* How the server answers: the connection's state, when what failed is tried again, and whether the server
 * refuses the secret. */
#ifndef MODEL_ACCOUNT_CONNECTION_H
#define MODEL_ACCOUNT_CONNECTION_H

#include "model/account/report.h"
#include "model/fetch/refusal.h"
#include "net/base/failure.h"
#include "net/http/http.h"

#include <stdbool.h>
#include <uv.h>

struct connection {
    struct report *report; /* whose status has the state */
    const struct http *http;
    const struct account_options *options;
    unsigned waits;    /* for another try, so far */
    unsigned failures; /* in a row */
    uv_timer_t retry;  /* while something waits for another try; closed by the owner */
    bool is_retry_due; /* everything that failed may be tried again: the owner does it */
    bool was_away;     /* the server, since the owner has looked */
    bool is_refused;   /* the secret: nothing is asked until the user asks for something */
    bool gives_up;     /* is_refused has just become true: the owner gives up what waits */
    struct refusal refusal;
};

void connection_open(struct connection *connection, uv_loop_t *loop);

/* Moves the state after an answer: NULL for a good one. Plans another try where that is due; none that is
 * planned is dropped by a good answer while something else `has_failed`. */
void connection_heard(struct connection *connection, const struct failure *failure, bool has_failed);

/* Takes what became of a question, NULL if it was answered well, before connection_heard. */
void connection_mind_refusal(struct connection *connection, const struct failure *failure);

/* The user asks, who may have seen to the secret. */
void connection_ask_anew(struct connection *connection);
bool connection_may_ask(const struct connection *connection, bool others_under_way);

bool connection_awaits_retry(const struct connection *connection);
void connection_forget_retry(struct connection *connection);

/* A command says nothing of what is tried again. */
void connection_say_failure(struct connection *connection, const struct failure *failure);

#endif
