/* What looking again at what is there may cost: a budget of bytes, in all programs that use the archive, and
 * nothing while the line is slow. */
#ifndef MODEL_ACCOUNT_LOOK_BUDGET_H
#define MODEL_ACCOUNT_LOOK_BUDGET_H

#include "model/account/account_archive.h"
#include "model/fetch/fetch.h"
#include "model/fetch/plan.h"

#include <stdbool.h>
#include <stdint.h>

struct look_budget {
    const struct account_archive *archive; /* which is told what is spent */
    const struct account_options *options;
    int64_t spent_up_to; /* ticks: what was spent is earned again then, see writer_spend */
    int64_t not_before;  /* ticks; 0: at once */
    bool is_slow;        /* the line, as the last job has shown */
};

/* What was spent by others, too. */
void look_budget_note_spent(struct look_budget *budget, int64_t spent_up_to);
bool look_budget_allows(const struct look_budget *budget);
void look_budget_stop(struct look_budget *budget); /* for some minutes */

/* By a command or a screen, which may be started again and again: what it sees again of an agent is left out
 * of the plan where there is no room for that. */
void look_budget_spare(const struct look_budget *budget, struct plan *plan, const struct plan_known *known);

/* A job has ended, which shows how fast the line is and may have been a look. */
void look_budget_take(struct look_budget *budget, const struct fetch *fetch, enum plan_urgency urgency);

#endif
