#include "tui/list/glance.h"

#include "model/account/scope.h"

#include <string.h>

enum {
    REST = 150,       /* ms: a list that is shown no longer is not asked about */
    TYPED_REST = 600, /* the same while a filter is typed: no key is to wait for this */
    REFRESH = 500,    /* ms between two answers about one list */
    SHARE = 4,        /* so many times as long as an answer takes is waited for the next */
};

/* Whatever the order. */
static bool same_calls(const struct list_query *a, const struct list_query *b)
{
    bool same_dates = a->filter[0] == '\0' || (a->now == b->now && a->utc == b->utc);
    return a->agent == b->agent && same_dates && a->since == b->since && a->until == b->until &&
           strcmp(a->filter, b->filter) == 0 && strcmp(a->caller, b->caller) == 0;
}

/* Leaves out what the list's filter rules out altogether, and whom nobody has listed. */
static void narrow(const struct glance *glance, struct overview *overview)
{
    struct scope scope;
    struct scope_tally tally;
    scope_of(&scope, &glance->query);
    scope_count_all(&scope, glance->account, &tally);
    overview->listed_at = tally.listed_at;
    overview->begin = scope.begin;
    overview->end = scope.end;
    for (size_t i = 0; i < overview->agent_count; i++) {
        const struct agent_summary *agent =
            account_agent_by_number(glance->account, overview->agents[i].agent);
        overview->agents[i].is_left_out = agent != NULL && scope_relation(&scope, agent) == SCOPE_LEFT_OUT;
    }
}

static void on_overview(void *context, struct overview *overview, const struct failure *failure)
{
    struct glance *glance = context;
    (void)failure; /* the list itself says what is wrong */
    glance->asked = false;
    glance->taken = uv_now(glance->rest.loop) - glance->asked_at;
    if (overview == NULL)
        return;
    overview_free(&glance->known);
    narrow(glance, overview);
    glance->known = overview;
    glance->number++;
    glance->changed(glance->context);
}

static void on_rest(uv_timer_t *timer)
{
    struct glance *glance = timer->data;
    if (glance->asked)
        return;
    glance->asked = true;
    glance->stale = false;
    glance->asked_at = uv_now(timer->loop);
    account_query_overview(glance->account, &glance->query, on_overview, glance);
}

static void forget(struct glance *glance)
{
    if (glance->asked)
        account_cancel_query(glance->account, QUERY_OVERVIEW);
    uv_timer_stop(&glance->rest);
    overview_free(&glance->known);
    glance->asked = glance->stale = false;
}

void glance_follow(struct glance *glance, const struct list_query *query, bool is_typed)
{
    if (!glance->open)
        return;
    if (!glance->follows || !same_calls(&glance->query, query)) {
        forget(glance);
        glance->follows = true;
        glance->query = *query;
        uv_timer_start(&glance->rest, on_rest, is_typed ? TYPED_REST : REST, 0);
    } else if (glance->stale && !glance->asked && !uv_is_active((uv_handle_t *)&glance->rest)) {
        uint64_t pause = SHARE * glance->taken;
        uv_timer_start(&glance->rest, on_rest, pause > REFRESH ? pause : REFRESH, 0);
    }
}

void glance_is_stale(struct glance *glance)
{
    glance->stale = true;
}

bool glance_is_current(const struct glance *glance)
{
    return glance->known != NULL && !glance->stale && !glance->asked;
}

const struct overview *glance_of(const struct glance *glance, const struct list_query *query)
{
    return glance->follows && same_calls(&glance->query, query) ? glance->known : NULL;
}

void glance_open(struct glance *glance, uv_loop_t *loop, struct account *account,
                 void (*changed)(void *context), void *context)
{
    memset(glance, 0, sizeof(*glance));
    glance->account = account;
    glance->changed = changed;
    glance->context = context;
    uv_timer_init(loop, &glance->rest);
    glance->rest.data = glance;
    glance->open = true;
}

void glance_close(struct glance *glance)
{
    if (!glance->open)
        return;
    forget(glance);
    glance->open = false;
    uv_close((uv_handle_t *)&glance->rest, NULL);
}
