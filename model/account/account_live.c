/* What an account does by itself: refresh what is watched. */
#include "model/account/account_state.h"
#include "model/time/timestamp.h"

#define SECOND_MS 1000
#define LISTING_AGE (INT64_C(600) * TIMESTAMP_SECOND) /* then the agents are listed again */

/* Who the agents are is asked for more rarely than their recordings, and when the server is back. */
static bool is_listing_due(struct account *account)
{
    bool is_old = account->listed_at < timestamp_now() - LISTING_AGE, is_back = account->was_away;
    account->was_away = false;
    return !account->gives_no_list && (is_old || is_back);
}

static uint64_t pace_ms(const struct account *account)
{
    return (uint64_t)account->config->refresh_seconds * SECOND_MS;
}

/* What has been asked before of what is on the screen is asked for its news. While the server fails another
 * try is planned, or none before the user asks. */
static void on_refresh(uv_timer_t *timer)
{
    struct account *account = timer->data;
    bool fails = account->is_refused || account_awaits_retry(account);
    for (size_t i = 0; i < account->roster.count && !fails; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        bool watched = account->watched == PAGE_ALL_AGENTS || account->watched == agent->filed.agent;
        if (watched && agent->filed.as_of != TIMESTAMP_NONE)
            agent->plan.refresh = true;
    }
    account->refreshing = (struct account_refreshing){true, uv_now(account->loop)};
    if (!fails && is_listing_due(account))
        account_refresh_roster(account);
    report_due(&account->report, 0);
}

/* Whether something of a refresh is under way, or waits. */
static bool is_refreshing(const struct account *account)
{
    bool refreshes = fetch_slots_count(&account->slots, PLAN_REFRESH) > 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        const struct roster_agent *agent = account->roster.agents[i];
        refreshes = refreshes || (agent->plan.refresh && !agent->halted);
    }
    return refreshes;
}

/* A refresh that takes long is followed by as long a pause. */
void account_live_go_on(struct account *account)
{
    if (!account->refreshing.is_under_way || is_refreshing(account))
        return;
    uint64_t taken = uv_now(account->loop) - account->refreshing.begun, pace = pace_ms(account);
    uint64_t rest = taken < pace ? pace - taken : 0;
    account->refreshing.is_under_way = false;
    uv_timer_start(&account->refresh, on_refresh, rest > taken ? rest : taken, 0);
}

void account_live_open(struct account *account)
{
    uint64_t pace = pace_ms(account);
    uv_timer_init(account->loop, &account->refresh);
    uv_timer_init(account->loop, &account->retry);
    uv_timer_init(account->loop, &account->purge);
    report_open(&account->report, account->loop, account_go_on);
    account->report.turn.data = account->refresh.data = account->retry.data = account->purge.data = account;
    if (account->live && pace && !account->offline)
        uv_timer_start(&account->refresh, on_refresh, pace, 0);
}

void account_live_close(struct account *account, uv_close_cb closed)
{
    uv_close((uv_handle_t *)&account->report.turn, closed);
    uv_close((uv_handle_t *)&account->refresh, closed);
    uv_close((uv_handle_t *)&account->retry, closed);
    uv_close((uv_handle_t *)&account->purge, closed);
}

void account_watch(struct account *account, int64_t agent)
{
    account->watched = agent;
    queries_expect_search(account->queries);
}
