#include "tui/list/summary_watch.h"

#include "model/account/scope.h"

#include <string.h>

enum {
    REST = 150,       /* ms: a list that is shown no longer is not asked about */
    TYPED_REST = 600, /* the same while a filter is typed: no key is to wait for this */
    REFRESH = 500,    /* ms between two answers about one list */
    SHARE = 4,        /* so many times as long as an answer takes is waited for the next */
};

/* Leaves out what the list's filter rules out altogether, and whom nobody has listed. */
static void narrow(const struct summary_watch *watch, struct list_summary *summary)
{
    struct scope scope;
    struct scope_tally tally;
    scope_of(&scope, &watch->query);
    scope_count_all(&scope, watch->account, &tally);
    summary->listed_at = tally.listed_at;
    summary->begin = scope.begin;
    summary->end = scope.end;
    for (size_t i = 0; i < summary->agent_count; i++) {
        const struct agent_summary *agent = account_agent_by_number(watch->account, summary->agents[i].agent);
        summary->agents[i].is_left_out = agent != NULL && scope_relation(&scope, agent) == SCOPE_LEFT_OUT;
    }
}

static void on_summary(void *context, struct list_summary *summary, const struct failure *failure)
{
    struct summary_watch *watch = context;
    (void)failure; /* the list itself says what is wrong */
    watch->asked = false;
    watch->taken = uv_now(watch->rest.loop) - watch->asked_at;
    if (summary == NULL)
        return;
    list_summary_free(&watch->known);
    narrow(watch, summary);
    watch->known = summary;
    watch->number++;
    watch->changed(watch->context);
}

static void on_rest(uv_timer_t *timer)
{
    struct summary_watch *watch = timer->data;
    if (watch->asked)
        return;
    watch->asked = true;
    watch->stale = false;
    watch->asked_at = uv_now(timer->loop);
    queries_summary(account_queries(watch->account), &watch->query, on_summary, watch);
}

static void forget(struct summary_watch *watch)
{
    if (watch->asked)
        queries_cancel(account_queries(watch->account), QUERY_SUMMARY);
    uv_timer_stop(&watch->rest);
    list_summary_free(&watch->known);
    watch->asked = watch->stale = false;
}

void summary_watch_follow(struct summary_watch *watch, const struct list_query *query, bool is_typed)
{
    if (!watch->open)
        return;
    if (!watch->follows || !list_query_is_same(&watch->query, query)) {
        forget(watch);
        watch->follows = true;
        watch->query = *query;
        uv_timer_start(&watch->rest, on_rest, is_typed ? TYPED_REST : REST, 0);
    } else if (watch->stale && !watch->asked && !uv_is_active((uv_handle_t *)&watch->rest)) {
        uint64_t pause = SHARE * watch->taken;
        uv_timer_start(&watch->rest, on_rest, pause > REFRESH ? pause : REFRESH, 0);
    }
}

void summary_watch_is_stale(struct summary_watch *watch)
{
    watch->stale = true;
}

bool summary_watch_is_current(const struct summary_watch *watch)
{
    return watch->known != NULL && !watch->stale && !watch->asked;
}

const struct list_summary *summary_watch_of(const struct summary_watch *watch, const struct list_query *query)
{
    return watch->follows && list_query_is_same(&watch->query, query) ? watch->known : NULL;
}

void summary_watch_open(struct summary_watch *watch, uv_loop_t *loop, struct account *account,
                        void (*changed)(void *context), void *context)
{
    memset(watch, 0, sizeof(*watch));
    watch->account = account;
    watch->changed = changed;
    watch->context = context;
    uv_timer_init(loop, &watch->rest);
    watch->rest.data = watch;
    watch->open = true;
}

void summary_watch_close(struct summary_watch *watch)
{
    if (!watch->open)
        return;
    forget(watch);
    watch->open = false;
    uv_close((uv_handle_t *)&watch->rest, NULL);
}
