#include "model/fetch/plan_period.h"

#include <stddef.h>

/* A recording that starts this late got its id at the period's end or later: everything above that id starts after the
 * period, too. */
int64_t plan_period_target(const struct plan_period *period)
{
    return period->end + LONGEST_WAIT;
}

/* The range below which the period is fetched: the newest one that begins before its target, or, if the period is
 * open-ended, the one that reaches the end of the history. NULL if there is none. */
static const struct time_range *top_range(const struct plan_period *period, const struct time_coverage *times)
{
    bool is_open = period->end == INT64_MAX;
    for (size_t i = times->count; i-- > 0;) {
        const struct time_range *range = &times->ranges[i];
        if (is_open ? range->hi == INT64_MAX : range->first <= plan_period_target(period))
            return range;
    }
    return NULL;
}

static bool reaches_end(const struct plan_period *period, const struct time_range *range)
{
    if (range->hi == INT64_MAX)
        return period->end == INT64_MAX ? range->last >= period->begin : range->last >= period->end;
    return range->last >= plan_period_target(period);
}

/* The step for a range that does not reach the period's end: the gap above it, or, if it reached the agent's end when
 * that was asked for last, the end again. */
static struct plan_period_step step_up(const struct time_coverage *times, const struct time_range *range)
{
    bool is_last = range + 1 == times->ranges + times->count;
    if (range->hi == INT64_MAX)
        return (struct plan_period_step){.action = PLAN_PERIOD_ENDS};
    return (struct plan_period_step){
        .action = PLAN_PERIOD_UP, .from = range->hi, .stop_at = is_last ? INT64_MAX : range[1].lo};
}

struct plan_period_step plan_period_step(const struct plan_period *period, const struct time_coverage *times)
{
    const struct time_range *top = top_range(period, times);
    bool is_open = period->end == INT64_MAX;
    bool is_topped = top && reaches_end(period, top);
    if (time_coverage_contains(times, period->begin, period->end))
        return (struct plan_period_step){.action = PLAN_PERIOD_IS_THERE};
    if (is_open && !is_topped)
        return (struct plan_period_step){.action = PLAN_PERIOD_ENDS};
    if (!is_topped && !period->is_searched)
        return (struct plan_period_step){.action = PLAN_PERIOD_SEARCH, .time = plan_period_target(period)};
    if (!times->count)
        return (struct plan_period_step){.action = PLAN_PERIOD_ALL};
    if (!top) /* all ranges begin after the target: continue below the lowest */
        return (struct plan_period_step){.action = PLAN_PERIOD_DOWN, .stop_at = times->ranges[0].lo};
    if (!is_topped)
        return step_up(times, top);
    return (struct plan_period_step){.action = PLAN_PERIOD_DOWN, .stop_at = top->lo};
}
