#include "tui/browse/browse_filter.h"

#include "model/account/account_audit.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_match.h"
#include "tui/browse/browse_missing.h"
#include "tui/browse/browse_notes.h"

#include <stdio.h>
#include <stdlib.h>

/* Of the last date, and of all days and hours. */
static void write_reading(struct view_filter *filter)
{
    const struct filter *parsed = &filter->parsed;
    char period[MOMENT_SIZE] = "", week[WEEK_HOURS_SIZE] = "";
    if (parsed->has_date)
        moment_period(period, parsed->date_begin, parsed->date_end, parsed->utc);
    if (parsed->by_week)
        week_hours_text(week, &parsed->week);
    snprintf(filter->reading, sizeof(filter->reading), "%s%s%s", period, *period && *week ? ", " : "", week);
}

void browse_read_filter(struct app *app, int64_t now)
{
    struct view_filter *filter = &app->view->filter;
    filter->refused = false;
    app->completing.pending = 0;
    filter_parse(&filter->parsed, filter->prompt.text, now, app->utc, &filter->error);
    filter_take_caller(&filter->parsed, app->view->caller);
    filter_take_visit(&filter->parsed, app->visited);
    write_reading(filter);
}

/* The text is another one now. */
static void read_filter(struct app *app)
{
    app->view->filter.is_of_before = false;
    browse_read_filter(app, timestamp_now());
}

static unsigned filter_changed(struct app *app)
{
    read_filter(app);
    app_show(app, app->view->filter.prompt.length == 0 ? LIST_AT_KEPT : LIST_AT_FIRST);
    app->view->list.touched = true;
    browse_prefer_later(app);
    return CHANGED_BOTTOM;
}

void browse_restore_filter(struct app *app, const char *text)
{
    prompt_start(&app->view->filter.prompt, text);
    read_filter(app);
    if (app->view->filter.error.verdict != FILTER_GOOD) {
        prompt_start(&app->view->filter.prompt, "");
        read_filter(app);
    }
}

void browse_note_search(struct app *app)
{
    const struct audit_entry entry = {.action = "search", .filter = app->view->filter.prompt.text};
    if (app->view->filter.prompt.length > 0)
        account_note(app->account, app->view->agent, &entry);
}

static unsigned keep_filter(struct app *app)
{
    if (app->view->filter.error.verdict != FILTER_GOOD) {
        app->view->filter.refused = true;
        return CHANGED_BOTTOM | CHANGED_LIST;
    }
    app->asking = NULL;
    browse_keep_sought(app);
    browse_prefer(app);
    browse_note_search(app);
    filter_history_keep(&app->filter_history, &app->loop, app->view->filter.prompt.text);
    return CHANGED_BOTTOM | app_focus(app, LAYOUT_RECORDINGS);
}

static unsigned complete_filter(struct app *app, bool backwards)
{
    if (app->completing.names_asked) {
        app->completing.pending = backwards ? -1 : 1;
        return CHANGED_NOTHING;
    }
    size_t count = account_agent_count(app->account);
    const char **agents = memory_array(count, sizeof(*agents));
    for (size_t i = 0; i < count; i++)
        agents[i] = account_agent(app->account, i)->name;
    struct name_list tags = browse_tags(app);
    const struct completion_names names = {.agents = agents,
                                           .agent_count = count,
                                           .queues = (const char *const *)app->completing.queue_names.names,
                                           .queue_count = app->completing.queue_names.count,
                                           .tags = (const char *const *)tags.names,
                                           .tag_count = tags.count};
    bool changed = completion_turn(&app->completing.turn, &app->view->filter.prompt, &names, backwards);
    name_list_clear(&tags);
    free(agents);
    return changed ? filter_changed(app) : CHANGED_NOTHING;
}

static unsigned recall_filter(struct app *app, bool older)
{
    bool changed = older ? filter_history_older(&app->filter_history, &app->view->filter.prompt)
                         : filter_history_newer(&app->filter_history, &app->view->filter.prompt);
    return changed ? filter_changed(app) : CHANGED_NOTHING;
}

unsigned browse_drop_filter(struct app *app)
{
    bool typing = app->asking != NULL, had = app->view->filter.prompt.length > 0;
    app->asking = NULL;
    browse_keep_sought(app);
    prompt_start(&app->view->filter.prompt, "");
    read_filter(app);
    if (had)
        app_show(app, typing ? LIST_AT_KEPT : LIST_AT_SELECTED);
    return CHANGED_BOTTOM;
}

static const char *filter_reading(const struct app *app, char text[VIEW_READING_SIZE])
{
    snprintf(text, VIEW_READING_SIZE, "%s", app->view->filter.reading);
    return text;
}

static const struct app_prompt prompt = {
    .is_filter = true,
    .sign = "/",
    .hint = N_("part of a number, an agent or a queue; agent: queue: after: before: longer: type:"),
    .reading = filter_reading,
    .accept = keep_filter,
    .cancel = browse_drop_filter,
    .changed = filter_changed,
    .complete = complete_filter,
    .recall = recall_filter,
};

static void on_queue_names(void *context, struct name_list *names)
{
    struct app *app = context;
    int pending = app->completing.pending;
    name_list_clear(&app->completing.queue_names);
    app->completing.queue_names = *names;
    app->completing.names_asked = false;
    app->completing.pending = 0;
    if (pending != 0 && app_types_filter(app))
        app->dirty |= complete_filter(app, pending < 0);
}

unsigned browse_edit_filter(struct app *app)
{
    filter_history_rewind(&app->filter_history);
    app->completing.names_asked = true;
    app->completing.pending = 0;
    queries_queue_names(account_queries(app->account), on_queue_names, app);
    if (app->view->filter.prompt.length == 0)
        list_keep(&app->view->list);
    return app_prompt_open(app, &prompt, &app->view->filter.prompt) | app_turn_to_list(app);
}

unsigned browse_type_filter(struct app *app, const char *text)
{
    unsigned changes = browse_edit_filter(app);
    prompt_start(&app->view->filter.prompt, text);
    return changes | filter_changed(app);
}
