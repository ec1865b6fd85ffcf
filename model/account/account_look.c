/* When what is there may be looked at again: within a budget, and not while the line is slow or somebody
 * waits.
 */
#include "model/account/account_state.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"

#define SECOND_MS 1000
#define SLOW_MS 1000 /* an answer that begins so late shows a slow line */
#define SLOW_BYTES_PER_SECOND 8000
#define TELLING_BYTES 16000 /* fewer tell nothing about how fast the line is */
#define STOPPED_FOR (600 * TIMESTAMP_SECOND)

/* At once, and for each hour: together less than 4 MB in any hour. */
#define FIRST_BYTES 800000
#define HOUR_BYTES 3000000
#define HOUR (3600 * TIMESTAMP_SECOND)
#define FIRST (HOUR * FIRST_BYTES / HOUR_BYTES) /* until it is earned again */

void account_look_spent(struct account *account, int64_t spent_up_to)
{
    int64_t most = timestamp_now() + HOUR; /* the clock may have been wrong */
    spent_up_to = spent_up_to < most ? spent_up_to : most;
    if (spent_up_to > account->looks.spent_up_to)
        account->looks.spent_up_to = spent_up_to;
}

/* What is left of FIRST, in time; 0 or below: nothing. */
static int64_t time_left(const struct account *account)
{
    return timestamp_now() + FIRST - account->looks.spent_up_to;
}

/* With little room left it is done as on the screen, with none not at all: only what is new is asked for, and
 * "as of" is when the rest was seen. */
void account_spare_look(struct account *account, struct roster_agent *agent)
{
    struct plan *plan = &agent->plan;
    const struct plan_known known = account_known(account, agent);
    int64_t left = time_left(account);
    bool is_spared = !account->live && left < FIRST / 2 && known.as_of != TIMESTAMP_NONE && !plan->verify;
    if (!is_spared)
        return;
    plan->days = plan->days > 0 && left > 0 ? LOOK_DAYS_PAUSE : 0;
    bool is_due = plan->days > 0 && known.now - plan_days_seen(&known) >= LOOK_DAYS_PAUSE;
    is_due = left > 0 && (is_due || known.now - known.as_of >= LOOK_UNSETTLED_PAUSE);
    plan->refresh = plan->refresh || (plan->newest && !is_due);
    plan->newest = plan->newest && is_due;
}

void account_look_stop(struct account *account)
{
    account->looks.not_before = timestamp_now() + STOPPED_FOR;
}

/* Whether anything else is under way, or waits. */
static bool is_occupied(const struct account *account)
{
    bool occupied = account->waiting > 0;
    for (size_t i = 0; i < ACCOUNT_FETCHES; i++)
        occupied = occupied || account->fetches[i].fetch;
    return occupied;
}

bool account_may_look(struct account *account)
{
    return account->live && time_left(account) > 0 && !account->looks.is_slow &&
           account->looks.not_before <= timestamp_now() && !uv_is_active((uv_handle_t *)&account->retry) &&
           !is_occupied(account);
}

/* With what a command asks for: what is new, or the last days. */
static bool sees_again(const struct fetch_job_spec *order)
{
    bool is_forward = order->kind == FETCH_JOB_FORWARD && order->again && !order->keeps_head;
    return order->is_look ? order->look.kind == LOOK_DAYS : is_forward;
}

static void spend(struct account *account, int64_t bytes)
{
    int64_t now = timestamp_now(), cost = bytes * HOUR / HOUR_BYTES;
    int64_t from = account->looks.spent_up_to > now ? account->looks.spent_up_to : now;
    account_look_spent(account, from + cost);
    writer_thread_spend(account->writer_thread, now, cost);
}

void account_looked(struct account *account, const struct fetch *fetch, enum plan_urgency urgency)
{
    uint64_t bytes = fetch_bytes(fetch), milliseconds = fetch_reading_ms(fetch);
    bool is_reported = bytes >= TELLING_BYTES;
    bool is_slow = is_reported && bytes * SECOND_MS / (milliseconds + 1) < SLOW_BYTES_PER_SECOND;
    account->looks.is_slow = is_slow || fetch_waited_ms(fetch) >= SLOW_MS;
    if (urgency == PLAN_LOOK || (!account->live && sees_again(fetch_spec(fetch))))
        spend(account, (int64_t)bytes);
}
