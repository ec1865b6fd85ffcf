/* The budget in bytes for verifying again what is already stored, shared by all programs that use the archive;
 * nothing is spent while the line is slow. */
#ifndef MODEL_ACCOUNT_LOOK_BUDGET_H
#define MODEL_ACCOUNT_LOOK_BUDGET_H

#include "model/account/account_archive.h"
#include "model/fetch/fetch.h"
#include "model/fetch/plan.h"

#include <stdbool.h>
#include <stdint.h>

struct look_budget {
    const struct account_archive *archive; /* stores what is spent */
    const struct account_options *options;
    int64_t spent_up_to; /* ticks when the spent budget is regained, see writer_spend */
    int64_t not_before;  /* ticks; 0: at once */
    bool is_slow;        /* the last job showed a slow line */
};

/* Updates it with what other programs spent. */
void look_budget_note_spent(struct look_budget *budget, int64_t spent_up_to);
bool look_budget_allows(const struct look_budget *budget);
void look_budget_stop(struct look_budget *budget); /* for some minutes */

/* Removes verification from a plan if the budget is exhausted: commands and screens may be started again and again. */
void look_budget_spare(const struct look_budget *budget, struct plan *plan, const struct plan_known *known);

/* Accounts for a finished job and measures the line. */
void look_budget_take(struct look_budget *budget, const struct fetch *fetch, enum plan_urgency urgency);

#endif
