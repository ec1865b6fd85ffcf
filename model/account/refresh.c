#include "model/account/refresh.h"

#include "model/query/page.h"
#include "model/time/timestamp.h"

/* What has been asked before of what is on the screen is asked for its news. While the server fails another
 * try is planned, or none before the user asks. */
static void on_refresh(uv_timer_t *timer)
{
    struct refresh *refresh = timer->data;
    const struct roster *roster = refresh->listing->roster;
    const struct connection *connection = refresh->listing->connection;
    bool fails = connection->is_refused || connection_awaits_retry(connection);
    for (size_t i = 0; i < roster->count && !fails; i++) {
        struct roster_agent *agent = roster->agents[i];
        bool watched = refresh->watched == PAGE_ALL_AGENTS || refresh->watched == agent->filed.agent;
        if (watched && agent->filed.as_of != TIMESTAMP_NONE)
            agent->plan.refresh = true;
    }
    refresh->is_under_way = true;
    refresh->started = uv_now(timer->loop);
    if (!fails)
        listing_refresh(refresh->listing);
    report_due(connection->report, 0);
}

/* Whether something of a refresh is under way, or waits. */
static bool is_refreshing(const struct refresh *refresh)
{
    const struct roster *roster = refresh->listing->roster;
    bool refreshes = fetch_slots_count(refresh->slots, PLAN_REFRESH) > 0;
    for (size_t i = 0; i < roster->count; i++)
        refreshes = refreshes || (roster->agents[i]->plan.refresh && !roster->agents[i]->halted);
    return refreshes;
}

/* A refresh that takes long is followed by as long a pause. */
void refresh_go_on(struct refresh *refresh)
{
    if (!refresh->is_under_way || is_refreshing(refresh))
        return;
    uint64_t taken = uv_now(refresh->timer.loop) - refresh->started;
    uint64_t rest = taken < refresh->pace ? refresh->pace - taken : 0;
    refresh->is_under_way = false;
    uv_timer_start(&refresh->timer, on_refresh, rest > taken ? rest : taken, 0);
}

void refresh_open(struct refresh *refresh, uv_loop_t *loop)
{
    uv_timer_init(loop, &refresh->timer);
    refresh->timer.data = refresh;
    if (refresh->pace)
        uv_timer_start(&refresh->timer, on_refresh, refresh->pace, 0);
}
