/* Messages, status and scheduling shared by the parts of an account, which need not know each other. Messages go
 * out at once; a turn is run once in the next iteration of the loop, however often it was requested. */
#ifndef MODEL_ACCOUNT_REPORT_H
#define MODEL_ACCOUNT_REPORT_H

#include "model/account/account_types.h"

#include <stdbool.h>
#include <uv.h>

struct report {
    struct account_events listener;
    struct account_status status; /* each part updates its own members */
    struct failure said;          /* the last failure reported, so that retries do not repeat it */
    bool is_closed;               /* closing: only losses are still reported */
    unsigned changes;             /* reported after the turn */
    uv_timer_t turn;              /* of 0 ms, active while a turn is requested; closed by the owner */
    uv_timer_cb run;
};

/* `run` is called for each turn; the caller sets turn.data. */
void report_open(struct report *report, uv_loop_t *loop, uv_timer_cb run);

void report_changed(struct report *report, unsigned changes); /* or-ed enum account_change */

/* Requests a turn, after which the changes are reported. */
void report_due(struct report *report, unsigned changes);
bool report_is_due(const struct report *report);

void report_say(struct report *report, enum account_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void report_say_failure(struct report *report,
                        const struct failure *failure); /* unless it equals the last one */
void report_forget(struct report *report);              /* the next one is reported in any case */

/* Reports a loss of data, also while closing. */
void report_say_loss(struct report *report, const struct failure *failure);

#endif
