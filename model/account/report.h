/* What the parts of an account say, and that there is something to do for it: below all of them, so that each can speak
 * without knowing the others. Texts go out at once. What is due is done once in the next turn of the loop, however
 * often it was called for. */
#ifndef MODEL_ACCOUNT_REPORT_H
#define MODEL_ACCOUNT_REPORT_H

#include "model/account/account_types.h"

#include <stdbool.h>
#include <uv.h>

struct report {
    struct account_events listener;
    struct account_status status; /* each part keeps its own members up to date */
    struct failure said;          /* the last failure, so that trying again says nothing twice */
    bool is_closed;               /* nobody listens any more but to what is lost */
    unsigned changes;             /* to be reported after the turn */
    uv_timer_t turn;              /* of 0 ms, while something is due; closed by the owner */
    uv_timer_cb run;
};

/* `run` is called, with turn.data as the caller sets it, when something is due. */
void report_open(struct report *report, uv_loop_t *loop, uv_timer_cb run);

void report_changed(struct report *report, unsigned changes); /* or-ed enum account_change */

/* The account goes on in the next turn, and tells the changes after that. */
void report_due(struct report *report, unsigned changes);
bool report_is_due(const struct report *report);

void report_say(struct report *report, enum account_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void report_say_failure(struct report *report, const struct failure *failure); /* once, and no more */
void report_forget(struct report *report);                                     /* it is said again */

/* Also while the account is being closed, as nobody will be told of it later. */
void report_say_loss(struct report *report, const struct failure *failure);

#endif
