#include "tui/browse/browse_begin.h"

#include "model/account/account_fetch.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "tui/browse/browse_filter.h"
#include "tui/browse/browse_notes.h"
#include "tui/browse/last_view.h"
#include "tui/browse/last_visit.h"
#include "tui/draw/encoding.h"

#include <stdio.h>
#include <string.h>

static bool keeps_view(const struct app *app)
{
    return app->options->config->start == CONFIG_START_LAST && !app->options->account.no_archive;
}

/* The recording that was selected, or the place where it would stand; what is new comes in above it. */
static void select_again(struct app *app, const struct last_view *view)
{
    bool has_length = view->has_rank && view->length != TIMESTAMP_NONE;
    const struct listed_recording row = {
        .agent = account_find_agent(app->account, &view->of),
        .place = view->place,
        .name = view->name[0] != '\0' ? view->name : NULL,
        .recording = {.queue_call_id = view->call,
                      .started = has_length ? 0 : TIMESTAMP_NONE,
                      .ended = has_length ? view->length : TIMESTAMP_NONE,
                      .file_name = view->file[0] != '\0' ? view->file : NULL},
    };
    const struct list_query query = app_chosen(app);
    list_show_at(&app->view->list, &query, &row);
    app->view->focus = LAYOUT_RECORDINGS;
}

/* As it was the last time; an agent that is not known any more is not chosen. */
static void restore(struct app *app, struct last_view *view)
{
    if (!last_view_read(view, account_status(app->account)->label))
        return;
    app->view->sorting = view->shown.sorting;
    app->view->oldest_first = view->shown.oldest_first;
    if (view->shown.has_agent) {
        int64_t number = account_find_agent(app->account, &view->shown.agent);
        app_take_agent(app, app_row_of_agent(app, number) != 0 ? number : PAGE_ALL_AGENTS);
    }
    browse_restore_filter(app, view->shown.filter);
    app->view->filter.is_of_before = true;
    view->has_selected = view->has_selected && account_find_agent(app->account, &view->of) != 0;
}

/* Of the command line; its agent is opened as any that is named there. */
static void take_view(struct app *app)
{
    app->view->sorting = app->options->sorting;
    app->view->oldest_first = app->options->oldest_first;
    browse_restore_filter(app, app->options->filter != NULL ? app->options->filter : "");
}

/* The agent of the command line is fetched as soon as it is known. */
void browse_fetch_first(struct app *app)
{
    struct agent_reference reference;
    const struct app_options *options = app->options;
    if (options->initial_agent_reference != NULL &&
        agent_reference_parse(&reference, options->initial_agent_reference) &&
        account_find_agent(app->account, &reference) == 0)
        account_add_agent(app->account, &reference);
    account_fetch_roster(app->account);
    bool is_named = options->initial_agent_reference != NULL || options->initial_agent_name != NULL;
    if (!is_named && options->config->start != CONFIG_START_NOTHING)
        account_fetch_all(app->account);
}

void browse_begin(struct app *app)
{
    struct last_view last = {.has_selected = false};
    app->visited = app->options->account.no_archive ? TIMESTAMP_NONE
                                                    : last_visit_read(account_status(app->account)->label);
    browse_read_filter(app, timestamp_now());
    if (app->options->has_view)
        take_view(app);
    else if (!app->agents.initial_wanted && keeps_view(app) && !app->options->fresh)
        restore(app, &last);
    if (app->layout.one_pane) /* the calls, not the agents */
        app->view->focus = LAYOUT_RECORDINGS;
    app_show(app, LIST_AT_FIRST);
    if (last.has_selected)
        select_again(app, &last);
    list_set_filling(&app->view->list, true);
    if (encoding_note()[0] != '\0')
        app->dirty |= app_say(app, ACCOUNT_INFORMATION, "%s", encoding_note());
    browse_notes_tell_left(app);
}

/* On a line of the file. */
static bool fits(const char *text, size_t size)
{
    return text == NULL || (strlen(text) < size && text[strcspn(text, "\r\n")] == '\0');
}

/* Unless the list is followed at its top: then it will be again. */
static void note_selected(struct app *app, struct last_view *view)
{
    const struct listed_recording *row = app->view->list.touched ? list_selected(&app->view->list) : NULL;
    const struct agent_summary *agent =
        row != NULL ? account_agent_by_number(app->account, row->agent) : NULL;
    const char *file = row != NULL ? row->recording.file_name : NULL;
    if (agent == NULL || !fits(file, sizeof(view->file)) || !fits(row->name, sizeof(view->name)) ||
        row->recording.queue_call_id == RECORDING_NO_NUMBER)
        return;
    view->has_selected = true;
    view->of = agent->reference;
    view->call = row->recording.queue_call_id;
    view->place = row->place;
    snprintf(view->file, sizeof(view->file), "%s", file != NULL ? file : "");
    view->has_rank = true;
    view->length = recording_duration(&row->recording);
    snprintf(view->name, sizeof(view->name), "%s", row->name != NULL ? row->name : "");
}

static void keep_view(struct app *app)
{
    struct failure failure = {.kind = FAILURE_NONE};
    struct last_view view = {0};
    app_pop_to_first(app);
    view.shown = app_view_lines(app);
    snprintf(view.shown.filter, sizeof(view.shown.filter), "%s", app->view->filter.prompt.text);
    note_selected(app, &view);
    if (!last_view_write(&view, account_status(app->account)->label, &failure))
        log_line("%s", failure.what);
}

/* It lasted until the server was asked last: what has come since was not to be seen. */
static void keep_visit(const struct app *app)
{
    struct failure failure = {.kind = FAILURE_NONE};
    const struct account_status *status = account_status(app->account);
    if (status->last_success != TIMESTAMP_NONE &&
        !last_visit_write(status->label, status->last_success, &failure))
        log_line("%s", failure.what);
}

void browse_end(struct app *app)
{
    if (!app->options->account.no_archive)
        keep_visit(app);
    if (keeps_view(app))
        keep_view(app);
}
