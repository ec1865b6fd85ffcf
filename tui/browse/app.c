#include "tui/browse/app.h"

#include "net/base/memory.h"

#include <ncurses.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

unsigned app_say(struct app *app, enum account_level level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = memory_format_list(format, arguments);
    va_end(arguments);
    messages_add(&app->messages, level, text);
    free(text);
    return CHANGED_BOTTOM;
}

unsigned app_say_failure(struct app *app, enum account_level level, const struct failure *failure)
{
    char *text = failure_text(failure);
    messages_add(&app->messages, level, text);
    free(text);
    return CHANGED_BOTTOM;
}

unsigned app_note(struct app *app, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = memory_format_list(format, arguments);
    va_end(arguments);
    messages_note(&app->messages, text);
    free(text);
    return CHANGED_BOTTOM;
}

unsigned app_refuse(struct app *app, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->refused, sizeof app->refused, format, arguments);
    va_end(arguments);
    return CHANGED_BOTTOM;
}

bool app_is_typing(const struct app *app)
{
    return app->asking != NULL && app->asking->question == NULL;
}

bool app_types_filter(const struct app *app)
{
    return app->asking != NULL && app->asking->is_filter;
}

unsigned app_prompt_open(struct app *app, const struct app_prompt *prompt, struct prompt *typed)
{
    app->asking = prompt;
    app->typed = typed;
    app->refused[0] = '\0';
    typed->cursor = typed->length;
    return CHANGED_BOTTOM;
}

unsigned app_ask(struct app *app, const struct app_prompt *question)
{
    app->asking = question;
    return CHANGED_BOTTOM;
}

unsigned app_prompt_leave(struct app *app)
{
    app->asking = NULL;
    return CHANGED_BOTTOM;
}

unsigned app_prompt_changed(struct app *app)
{
    app->refused[0] = '\0';
    return CHANGED_BOTTOM | (app->asking->changed != NULL ? app->asking->changed(app) : CHANGED_NOTHING);
}

unsigned app_push(struct app *app, struct view *view)
{
    view->below = app->top;
    app->top = view;
    return CHANGED_LAYOUT;
}

unsigned app_pop(struct app *app)
{
    struct view *view = app->top;
    app->top = view->below;
    view->kind->close(app, view);
    return CHANGED_LAYOUT;
}

unsigned app_pop_to_first(struct app *app)
{
    if (app->view->base.below == NULL)
        return CHANGED_NOTHING;
    while (app->top->below != NULL)
        app_pop(app);
    return CHANGED_LAYOUT;
}

bool app_has_gaps(const struct app *app)
{
    if (app->view->agent == PAGE_ALL_AGENTS)
        return app->agents.totals.complete + app->agents.totals.partial == 0;
    const struct agent_summary *agent = account_agent_by_number(app->account, app->view->agent);
    return agent != NULL && (agent->completeness != AGENT_COMPLETE || agent->fetching);
}

bool app_has_all(const struct app *app, const struct list_query *query)
{
    struct search_completeness searched = {.is_read = false};
    search_completeness_of(&searched, app->account, query);
    return scope_is_complete(&searched.tally);
}

size_t app_row_of_agent(const struct app *app, int64_t number)
{
    size_t count = account_agent_count(app->account), row = 0;
    while (row < count && account_agent(app->account, row)->agent != number)
        row++;
    return row < count ? row + 1 : 0;
}

void app_take_agent(struct app *app, int64_t number)
{
    app->view->agent = number;
    app->agents.row = app_row_of_agent(app, number);
    account_watch(app->account, number);
}

struct view_lines app_view_lines(const struct app *app)
{
    const struct agent_summary *agent = account_agent_by_number(app->account, app->view->agent);
    struct view_lines lines = {
        .has_agent = agent != NULL, .sorting = app->view->sorting, .oldest_first = app->view->oldest_first};
    if (agent != NULL)
        lines.agent = agent->reference;
    return lines;
}

static bool sees_list(const struct app *app)
{
    return app->view->focus != LAYOUT_AGENTS || !app->layout.one_pane;
}

const struct listed_recording *app_selected(const struct app *app)
{
    return sees_list(app) ? list_selected(&app->view->list) : NULL;
}

struct list_query app_chosen(const struct app *app)
{
    return (struct list_query){.agent = app->view->agent,
                               .sorting = app->view->sorting,
                               .oldest_first = app->view->oldest_first,
                               .filter = app->view->filter.parsed};
}

void app_show(struct app *app, enum list_place place)
{
    struct list_query query = app_chosen(app);
    list_show(&app->view->list, &query, place);
    list_set_filling(&app->view->list, app_has_gaps(app));
}

void app_show_time(struct app *app, int64_t time)
{
    struct list_query query = app_chosen(app);
    list_show_time(&app->view->list, &query, time);
    list_set_filling(&app->view->list, app_has_gaps(app));
}

unsigned app_focus(struct app *app, enum layout_pane pane)
{
    if (app->view->focus == pane)
        return CHANGED_NOTHING;
    if (pane == LAYOUT_DETAILS)
        list_touch(&app->view->list); /* what is read stays */
    app->agents.is_entered = false;   /* not by going back to it */
    app->view->focus = pane;
    return CHANGED_LAYOUT;
}

unsigned app_turn_to_list(struct app *app)
{
    bool is_elsewhere = !sees_list(app) || app->view->focus == LAYOUT_DETAILS;
    return is_elsewhere ? app_focus(app, LAYOUT_RECORDINGS) : CHANGED_NOTHING;
}

bool app_has_focus(const struct app *app, enum layout_pane pane)
{
    return app->view->focus == pane && app->top == &app->view->base;
}

struct canvas app_canvas(const struct app *app, struct rectangle area)
{
    return (struct canvas){stdscr, &app->theme, area, false, false};
}

struct canvas app_canvas_from(const struct app *app, int row)
{
    const struct layout *layout = &app->layout;
    return app_canvas(app, (struct rectangle){row, 0, layout->end - row, layout->columns});
}
