/* The connection's state, and what an account does by itself: refresh what is watched, try again what failed.
 */
#include "model/account_state.h"
#include "model/timestamp.h"

#include <string.h>

#define FIRST_DELAY_MS 4000
#define LONGEST_DELAY_MS 240000
#define REFUSED_DELAY_MS 3600000 /* more often would lock the account at some sites */
#define SECOND_MS 1000
#define LISTING_AGE (INT64_C(600) * TIMESTAMP_SECOND) /* then the agents are listed again */

/* Doubles with every failure in a row, and is between three quarters and five quarters of that, so that many
 * who lost the server at the same time do not come back at the same time. */
static uint64_t delay_ms(const struct account *account, const struct failure *failure)
{
    uint64_t delay = failure->kind == FAILURE_REFUSED ? REFUSED_DELAY_MS : FIRST_DELAY_MS;
    uint32_t chance = 0;
    for (unsigned i = 1; i < account->failures && delay < LONGEST_DELAY_MS; i++)
        delay *= 2;
    uv_random(NULL, NULL, &chance, sizeof chance, 0, NULL);
    delay = delay * 3 / 4 + delay / 2 * (chance % 1000) / 1000;
    uint64_t asked = failure->retry_after > 0 ? (uint64_t)failure->retry_after * SECOND_MS : 0;
    return delay > asked ? delay : asked;
}

/* Everything that failed may be tried again. */
static void on_retry(uv_timer_t *timer)
{
    struct account *account = timer->data;
    account->status.retry_at = TIMESTAMP_NONE;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->halted = false;
    if (account->roster_is_wanted)
        account_fetch_roster(account);
    account_schedule(account);
    account_changed(account, ACCOUNT_CONNECTION | ACCOUNT_ROSTER);
}

static void plan_retry(struct account *account, const struct failure *failure)
{
    if (!account->live || uv_is_active((uv_handle_t *)&account->retry))
        return;
    account->failures++;
    uint64_t delay = delay_ms(account, failure);
    uv_timer_start(&account->retry, on_retry, delay, 0);
    account->status.retry_at = timestamp_now() + (int64_t)delay * (TIMESTAMP_SECOND / SECOND_MS);
}

/* Whether something has failed that is to be tried again. */
static bool has_halted(const struct account *account)
{
    bool halted = account->roster_is_wanted && !account->roster_fetch;
    for (size_t i = 0; i < account->roster.count; i++)
        halted = halted || account->roster.agents[i]->halted;
    return halted;
}

static void heard_well(struct account *account)
{
    struct account_status *status = &account->status;
    status->connection = CONNECTION_LIVE;
    status->last_success = timestamp_now();
    memset(&status->failure, 0, sizeof status->failure);
    if (has_halted(account))
        return; /* one success is not all: the retry stays */
    status->retry_at = TIMESTAMP_NONE;
    memset(&account->told, 0, sizeof account->told);
    account->failures = 0;
    if (account->live)
        uv_timer_stop(&account->retry);
}

/* Whether the user has to act, rather than wait. */
static bool is_for_the_user(const struct failure *failure)
{
    bool elsewhere = failure->status >= 300 && failure->status < 400;
    return failure->kind == FAILURE_REFUSED || failure->kind == FAILURE_ANSWER ||
           failure->kind == FAILURE_USAGE || failure->status == 400 || elsewhere;
}

void account_heard(struct account *account, const struct failure *failure)
{
    struct account_status *status = &account->status;
    if (!failure || failure->kind == FAILURE_NONE || failure->kind == FAILURE_NOT_FOUND) {
        heard_well(account);
    } else if (failure->kind != FAILURE_DISK && failure->kind != FAILURE_DAMAGED) {
        status->connection = is_for_the_user(failure) ? CONNECTION_ERROR : CONNECTION_OFFLINE;
        status->failure = *failure;
        plan_retry(account, failure);
    }
    account_changed(account, ACCOUNT_CONNECTION);
}

void account_say_failure(struct account *account, const struct failure *failure)
{
    if (strcmp(account->told.what, failure->what) == 0)
        return;
    account->told = *failure;
    account_say(account, ACCOUNT_ERROR, "%s: %s", failure->what, failure->advice);
}

/* With the recordings of all agents goes who they are. */
static bool is_listing_due(const struct account *account)
{
    bool is_old = account->listed_at < timestamp_now() - LISTING_AGE;
    return !account->gives_no_list && (is_old || account->watched == PAGE_ALL_AGENTS);
}

/* What has been asked before of what is on the screen is asked for its news. */
static void on_refresh(uv_timer_t *timer)
{
    struct account *account = timer->data;
    if (uv_is_active((uv_handle_t *)&account->retry))
        return; /* the server fails: another try is planned */
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        bool watched = account->watched == PAGE_ALL_AGENTS || account->watched == agent->filed.agent;
        if (watched && agent->filed.as_of != TIMESTAMP_NONE)
            agent->plan.newest = true;
    }
    if (is_listing_due(account))
        account_refresh_roster(account);
    account_schedule(account);
    account_changed(account, ACCOUNT_CONNECTION | ACCOUNT_ROSTER);
}

void account_live_open(struct account *account)
{
    uint64_t pace = (uint64_t)account->config->refresh_seconds * SECOND_MS;
    uv_timer_init(account->loop, &account->refresh);
    uv_timer_init(account->loop, &account->retry);
    uv_timer_init(account->loop, &account->purge);
    account->refresh.data = account->retry.data = account->purge.data = account;
    if (account->live && pace && !account->offline)
        uv_timer_start(&account->refresh, on_refresh, pace, pace);
}

void account_live_close(struct account *account, uv_close_cb closed)
{
    uv_close((uv_handle_t *)&account->refresh, closed);
    uv_close((uv_handle_t *)&account->retry, closed);
    uv_close((uv_handle_t *)&account->purge, closed);
}

void account_watch(struct account *account, int64_t agent)
{
    account->watched = agent;
    queries_expect_search(account->queries);
}
