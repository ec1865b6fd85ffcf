#include "tui/browse/numbers_view.h"

#include "model/time/calendar.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_filter.h"
#include "tui/browse/list_view.h"
#include "tui/browse/numbers_term.h"
#include "tui/draw/scroll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned numbers_view_open(struct app *app, const struct view_kind *kind)
{
    struct numbers_view *view = memory_new(sizeof(*view));
    view->base.kind = kind;
    view->app = app;
    return app_push(app, &view->base);
}

static void stop_asking(struct numbers_view *view)
{
    if (view->is_asked)
        queries_cancel(account_queries(view->app->account), QUERY_GROUPS);
    view->is_asked = view->was_asked = false;
}

void numbers_view_close(struct app *app, struct view *view)
{
    struct numbers_view *closed = (struct numbers_view *)view;
    (void)app;
    stop_asking(closed);
    list_groups_free(&closed->known);
    bits_clear(&closed->whole);
    bits_clear(&closed->agents);
    free(closed);
}

unsigned numbers_view_select(struct numbers_view *view, int64_t lines)
{
    if (view->known == NULL) {
        view->pending += lines;
        return CHANGED_NOTHING;
    }
    view->selected = scroll_move(view->selected, lines, view->known->count);
    return CHANGED_SHEET;
}

/* What is there before the groups are read is in them. */
static void note_completeness(struct numbers_view *view)
{
    const struct account *account = view->app->account;
    struct search_completeness searched = {.is_read = false};
    search_completeness_of(&searched, account, &view->query);
    view->had_all = scope_is_complete(&searched.tally);
    bits_clear(&view->agents);
    for (size_t i = 0; i < account_agent_count(account); i++)
        if (scope_completeness(&searched.scope, account_agent(account, i)) == AGENT_COMPLETE)
            bits_set(&view->agents, account_agent(account, i)->agent);
}

static int64_t day_begin(int64_t day, bool utc)
{
    const int64_t seconds = 86400;
    return (utc ? day * seconds : calendar_local_instant(day * seconds)) * TIMESTAMP_SECOND;
}

/* What is lacking may belong to any queue or hour. */
static bool is_whole(const struct numbers_view *view, const struct list_groups *groups,
                     const struct list_group *group)
{
    const struct summary_watch *watch = &view->app->summary_watch;
    const struct list_summary *summary =
        watch->number == view->number ? summary_watch_of(watch, &view->query) : NULL;
    if (view->had_all || groups->grouping == LIST_BY_AGENT)
        return view->had_all || bits_has(&view->agents, group->key);
    return groups->grouping == LIST_BY_DAY && group->key != LIST_GROUP_NO_TIME && summary != NULL &&
           list_summary_holds(summary, day_begin(group->key, groups->utc),
                              day_begin(group->key + 1, groups->utc), timestamp_now());
}

bool numbers_view_is_whole(const struct numbers_view *view, size_t index)
{
    return bits_has(&view->whole, (int64_t)index);
}

/* The group that was selected stays so, in its line. */
static void take_groups(struct numbers_view *view, struct list_groups *groups)
{
    const struct list_groups *before = view->known;
    size_t selected = 0, line = view->selected - view->top;
    if (before != NULL && view->selected < before->count)
        while (selected < groups->count && groups->groups[selected].key != before->groups[view->selected].key)
            selected++;
    list_groups_free(&view->known);
    view->known = groups;
    if (before != NULL && selected < groups->count) {
        view->selected = selected;
        view->top = selected > line ? selected - line : 0;
    }
    view->is_all = view->had_all;
    bits_clear(&view->whole);
    for (size_t i = 0; i < groups->count; i++)
        if (is_whole(view, groups, &groups->groups[i]))
            bits_set(&view->whole, (int64_t)i);
    numbers_view_select(view, view->pending);
    view->pending = 0;
}

static void on_groups(void *context, struct list_groups *groups, const struct failure *failure)
{
    struct numbers_view *view = context;
    view->is_asked = false;
    view->failure = failure != NULL ? *failure : (struct failure){.kind = FAILURE_NONE};
    view->app->dirty |= CHANGED_SHEET;
    if (groups == NULL)
        return;
    take_groups(view, groups);
    if (view->is_entering && view->app->top == &view->base)
        view->app->dirty |= numbers_view_enter(view);
    view->is_entering = false;
}

static void forget(struct numbers_view *view)
{
    list_groups_free(&view->known);
    view->selected = view->top = 0;
    view->pending = 0;
    view->is_entering = false;
}

void numbers_view_follow(struct numbers_view *view)
{
    const struct app *app = view->app;
    const struct list_query *wanted = &app->view->list.wanted;
    bool is_other = !view->was_asked || view->asked_grouping != view->grouping || view->utc != app->utc ||
                    !list_query_is_same(&view->query, wanted);
    bool is_stale = view->number != app->summary_watch.number && !view->is_asked;
    if (!is_other && !is_stale)
        return;
    if (is_other && view->was_asked)
        forget(view);
    view->was_asked = view->is_asked = true;
    view->query = *wanted;
    view->asked_grouping = view->grouping;
    view->utc = app->utc;
    view->number = app->summary_watch.number;
    note_completeness(view);
    queries_groups(account_queries(app->account), wanted,
                   list_groups_new(view->grouping, app->utc, timestamp_now()), on_groups, view);
}

unsigned numbers_view_turn(struct numbers_view *view, int direction)
{
    view->grouping =
        (enum list_grouping)(((int)view->grouping + direction + LIST_GROUPINGS) % LIST_GROUPINGS);
    stop_asking(view);
    forget(view); /* the next key is meant for what comes */
    return CHANGED_SHEET;
}

/* Of all that is asked of the list this is asked, too; "" if an agent is chosen for it. False, having said so, if it
 * cannot be. */
static bool narrow(struct app *app, char text[PROMPT_SIZE], const char *term)
{
    const struct view_filter *filter = &app->view->filter;
    struct filter parsed;
    struct filter_error error = {.verdict = FILTER_WRONG};
    const char *blank = term[0] != '\0' && filter->prompt.length > 0 ? " " : "";
    int length = snprintf(text, PROMPT_SIZE, "%s%s%s", term, blank, filter->prompt.text);
    snprintf(error.what, sizeof(error.what), "%s", tr("the filter is too long"));
    if (length < PROMPT_SIZE &&
        filter_parse(&parsed, text, filter->parsed.now, app->utc, &error) == FILTER_GOOD)
        return true;
    app->dirty |= app_say(app, ACCOUNT_INFORMATION, "%s", error.what);
    return false;
}

static void open_list(struct app *app, int64_t agent, const char *filter)
{
    const struct list_view *from = app->view;
    list_view_open(app, from->base.kind);
    memcpy(app->view->caller, from->caller, sizeof(app->view->caller));
    app->view->sorting = from->sorting;
    app->view->oldest_first = from->oldest_first;
    app_take_agent(app, agent);
    prompt_start(&app->view->filter.prompt, filter);
    browse_read_filter(app, from->filter.parsed.now);
    app->view->focus = LAYOUT_RECORDINGS;
    app_show(app, LIST_AT_FIRST);
}

/* Recordings carry the names that agents had then: an agent is chosen rather than its name sought, unless the list is
 * that of a caller, who called many. */
unsigned numbers_view_enter(struct numbers_view *view)
{
    struct app *app = view->app;
    char term[PROMPT_SIZE] = "", text[PROMPT_SIZE];
    int64_t agent = app->view->agent;
    view->is_entering = view->known == NULL;
    if (view->is_entering || view->selected >= view->known->count || view->known->utc != app->utc)
        return CHANGED_NOTHING;
    const struct list_group *group = &view->known->groups[view->selected];
    bool is_chosen = view->grouping == LIST_BY_AGENT && app->view->caller[0] == '\0' &&
                     account_agent_by_number(app->account, group->key) != NULL;
    if (is_chosen)
        agent = group->key;
    else if (!numbers_term(term, sizeof(term), view->known, group))
        return app_say(app, ACCOUNT_INFORMATION, tr("the filter has no term that finds these calls alone"));
    if (!narrow(app, text, term))
        return CHANGED_NOTHING;
    stop_asking(view);
    open_list(app, agent, text);
    return CHANGED_LAYOUT;
}
