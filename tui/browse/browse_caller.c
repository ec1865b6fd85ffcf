#include "tui/browse/browse_caller.h"

#include "model/time/timestamp.h"
#include "tui/browse/app.h"

#include <stdio.h>
#include <string.h>

static void remember(struct app *app, const char *caller)
{
    struct app_caller_history *history = &app->history;
    snprintf(history->caller, sizeof(history->caller), "%s", caller);
    history->agent = app->agent;
    history->oldest_first = app->oldest_first;
    history->focus = app->focus;
    history->filter = app->prompt;
    history->filter_typed_at = app->filter_typed_at;
    history->filter_error = app->filter_error;
    history->open = true;
}

/* What the user had chosen before, but for the agent. */
static void restore(struct app *app)
{
    struct app_caller_history *history = &app->history;
    app->oldest_first = history->oldest_first;
    app->prompt = history->filter;
    app->filter_typed_at = history->filter_typed_at;
    app->filter_error = history->filter_error;
    history->caller[0] = '\0';
    history->open = false;
}

static void choose_all_agents(struct app *app)
{
    app->agent = PAGE_ALL_AGENTS;
    app->agent_row = 0;
    account_watch(app->account, PAGE_ALL_AGENTS);
}

/* Why there is no story to be told; NULL if there is one. */
static const char *refusal(const struct app *app)
{
    const struct listed_recording *selected = list_selected(&app->list);
    bool is_seen = app->focus != LAYOUT_AGENTS || layout_shows(&app->layout, LAYOUT_RECORDINGS);
    if (selected == NULL || !is_seen)
        return "no recording is selected whose caller's calls could be shown";
    if (app->history.open)
        return "this is the story of this caller already";
    const char *caller = selected->recording.caller;
    if (caller == NULL || caller[0] == '\0')
        return "this call has no caller: such calls cannot be told apart by who called";
    if (!details_knows_caller(caller))
        return "this caller gives no number: such calls cannot be told apart by who called";
    return strlen(caller) < FILTER_CALLER_SIZE ? NULL : "this caller is too long to be looked for";
}

unsigned browse_caller(struct app *app)
{
    const char *why = refusal(app);
    if (why != NULL)
        return app_say(app, ACCOUNT_INFORMATION, why);
    remember(app, list_selected(&app->list)->recording.caller);
    choose_all_agents(app);
    app->oldest_first = false;
    prompt_start(&app->prompt, "");
    app->filter_typed_at = timestamp_now();
    memset(&app->filter_error, 0, sizeof(app->filter_error));
    struct list_query query = app_chosen(app);
    list_put_aside(&app->list, &app->history.list, &query);
    return CHANGED_LAYOUT | app_focus(app, LAYOUT_RECORDINGS);
}

unsigned browse_leave_caller(struct app *app)
{
    struct app_caller_history *history = &app->history;
    size_t row = app_row_of_agent(app, history->agent);
    restore(app);
    if (row > 0) {
        app->agent = history->agent;
        app->agent_row = row;
        account_watch(app->account, app->agent);
    }
    if (app->agent == history->agent) {
        struct list_query query = app_chosen(app);
        list_take_back(&app->list, &history->list, &query);
        list_set_filling(&app->list, app_has_gaps(app));
    } else {
        app_show(app, LIST_AT_FIRST);
    }
    list_shelf_clear(&history->list);
    app->focus = history->focus;
    return CHANGED_LAYOUT;
}

void browse_forget_caller(struct app *app)
{
    if (!app->history.open)
        return;
    restore(app);
    list_shelf_clear(&app->history.list);
}
