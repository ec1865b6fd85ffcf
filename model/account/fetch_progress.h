/* The displayed progress of running jobs. */
#ifndef MODEL_ACCOUNT_FETCH_PROGRESS_H
#define MODEL_ACCOUNT_FETCH_PROGRESS_H

#include "model/account/account_types.h"
#include "model/account/fetch_slots.h"
#include "model/account/roster.h"
#include "model/coverage/chronology.h"

#include <stdint.h>

/* Updates the status and the agents' summaries. If several agents are being fetched `opened` is preferred. */
void fetch_progress_show(struct account_status *status, const struct roster *roster,
                         const struct fetch_slots *slots, const struct chronology *chronology,
                         int64_t opened);

#endif
