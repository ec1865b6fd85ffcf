/* What an account does by itself: refresh what is watched. */
#include "model/account_state.h"
#include "model/timestamp.h"

#define SECOND_MS 1000
#define LISTING_AGE (INT64_C(600) * TIMESTAMP_SECOND) /* then the agents are listed again */

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
