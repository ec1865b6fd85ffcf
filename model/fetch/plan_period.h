/* What is missing of a period of an agent's history, and the next step of fetching it: newest recordings first,
 * from its end, which is searched, down to its start. Pure. */
#ifndef MODEL_FETCH_PLAN_PERIOD_H
#define MODEL_FETCH_PLAN_PERIOD_H

#include "model/coverage/time_coverage.h"

#include <stdbool.h>
#include <stdint.h>

struct plan_period {
    bool wanted;
    int64_t begin; /* ticks, INT64_MIN: the start of the history */
    int64_t end;   /* not included; INT64_MAX: as far as there is anything */
    bool is_searched;
};

enum plan_period_action {
    PLAN_PERIOD_IS_THERE,
    PLAN_PERIOD_ENDS,   /* ask for the agent's end */
    PLAN_PERIOD_SEARCH, /* search for a page around `time` */
    PLAN_PERIOD_UP,     /* read what lies above `from`, up to `stop_at` */
    PLAN_PERIOD_DOWN,   /* read what lies below `stop_at` */
    PLAN_PERIOD_ALL,    /* read everything: the search has proved nothing */
};

struct plan_period_step {
    enum plan_period_action action;
    int64_t time; /* ticks */
    int64_t from; /* ids */
    int64_t stop_at;
};

/* The next step for a period that is wanted. */
struct plan_period_step plan_period_step(const struct plan_period *period, const struct time_coverage *times);

/* The time for which the search for the period's end looks, ticks. */
int64_t plan_period_target(const struct plan_period *period);

#endif
