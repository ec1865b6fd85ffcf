#include "model/account/look_budget.h"

#include "model/time/timestamp.h"

#define SECOND_MS 1000
#define SLOW_MS 1000 /* an answer that starts so late shows a slow line */
#define SLOW_BYTES_PER_SECOND 8000
#define TELLING_BYTES 16000 /* fewer do not show how fast the line is */
#define STOPPED_FOR (600 * TIMESTAMP_SECOND)

/* At once, and for each hour: together less than 4 MB in any hour. */
#define FIRST_BYTES 800000
#define HOUR_BYTES 3000000
#define HOUR (3600 * TIMESTAMP_SECOND)
#define FIRST (HOUR * FIRST_BYTES / HOUR_BYTES) /* until it is earned again */

void look_budget_note_spent(struct look_budget *budget, int64_t spent_up_to)
{
    int64_t most = timestamp_now() + HOUR; /* the clock may have been wrong */
    spent_up_to = spent_up_to < most ? spent_up_to : most;
    if (spent_up_to > budget->spent_up_to)
        budget->spent_up_to = spent_up_to;
}

/* What is left of FIRST, in time; 0 or below: nothing. */
static int64_t time_left(const struct look_budget *budget)
{
    return timestamp_now() + FIRST - budget->spent_up_to;
}

/* With little room left it is done as while a screen is open, with none not at all: only what is new is asked
 * for, and "as of" is when the rest was seen. */
void look_budget_spare(const struct look_budget *budget, struct plan *plan, const struct plan_known *known)
{
    int64_t left = time_left(budget);
    if (left >= FIRST / 2 || known->as_of == TIMESTAMP_NONE || plan->verify)
        return;
    plan->days = plan->days > 0 && left > 0 ? LOOK_DAYS_PAUSE : 0;
    bool is_due = plan->days > 0 && known->now - plan_days_seen(known) >= LOOK_DAYS_PAUSE;
    is_due = left > 0 && (is_due || known->now - known->as_of >= LOOK_UNSETTLED_PAUSE);
    plan->refresh = plan->refresh || (plan->newest && !is_due);
    plan->newest = plan->newest && is_due;
}

void look_budget_stop(struct look_budget *budget)
{
    budget->not_before = timestamp_now() + STOPPED_FOR;
}

bool look_budget_allows(const struct look_budget *budget)
{
    return budget->options->live && time_left(budget) > 0 && !budget->is_slow &&
           budget->not_before <= timestamp_now();
}

/* With what is asked for at a start: what is new, or the last days. */
static bool sees_again(const struct fetch_job_spec *order)
{
    bool is_forward = order->kind == FETCH_JOB_FORWARD && order->again && !order->keeps_head;
    return order->is_look ? order->look.kind == LOOK_DAYS : is_forward;
}

static void spend(struct look_budget *budget, int64_t bytes)
{
    int64_t now = timestamp_now(), cost = bytes * HOUR / HOUR_BYTES;
    int64_t from = budget->spent_up_to > now ? budget->spent_up_to : now;
    look_budget_note_spent(budget, from + cost);
    writer_thread_spend(budget->archive->writer_thread, now, cost);
}

void look_budget_take(struct look_budget *budget, const struct fetch *fetch, enum plan_urgency urgency)
{
    uint64_t bytes = fetch_bytes(fetch), milliseconds = fetch_reading_ms(fetch);
    bool is_slow = bytes >= TELLING_BYTES && bytes * SECOND_MS / (milliseconds + 1) < SLOW_BYTES_PER_SECOND;
    budget->is_slow = is_slow || fetch_waited_ms(fetch) >= SLOW_MS;
    if (urgency == PLAN_LOOK || sees_again(fetch_spec(fetch)))
        spend(budget, (int64_t)bytes);
}
