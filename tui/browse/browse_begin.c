#include "tui/browse/browse_begin.h"

#include "model/account/account_fetch.h"
#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "tui/browse/browse_filter.h"
#include "tui/browse/last_view.h"
#include "tui/draw/encoding.h"

#include <stdio.h>

static bool keeps_view(const struct app *app)
{
    return app->options->config->start == CONFIG_START_LAST && !app->options->account.no_archive;
}

/* As it was the last time; an agent that is not known any more is not chosen. */
static void restore(struct app *app)
{
    struct last_view view;
    if (!last_view_read(&view, account_status(app->account)->label))
        return;
    app->view->oldest_first = view.oldest_first;
    if (view.has_agent) {
        int64_t number = account_find_agent(app->account, &view.agent);
        app->agents.row = number != 0 ? app_row_of_agent(app, number) : 0;
        app->view->agent = app->agents.row != 0 ? number : PAGE_ALL_AGENTS;
        account_watch(app->account, app->view->agent);
    }
    browse_restore_filter(app, view.filter);
}

/* The agent of the command line is fetched as soon as it is known. */
static void fetch(struct app *app)
{
    struct agent_reference reference;
    if (app->agents.initial_wanted && app->options->initial_agent_reference != NULL &&
        agent_reference_parse(&reference, app->options->initial_agent_reference) &&
        account_find_agent(app->account, &reference) == 0)
        account_add_agent(app->account, &reference);
    account_fetch_roster(app->account);
    if (!app->agents.initial_wanted && app->options->config->start != CONFIG_START_NOTHING)
        account_fetch_all(app->account);
}

void browse_begin(struct app *app)
{
    browse_read_filter(app, timestamp_now());
    fetch(app);
    if (!app->agents.initial_wanted && keeps_view(app))
        restore(app);
    if (app->layout.columns < LAYOUT_TWO_PANES_COLUMNS) /* there is room for one: the calls, not the agents */
        app->view->focus = LAYOUT_RECORDINGS;
    app_show(app, LIST_AT_FIRST);
    list_set_filling(&app->view->list, true);
    if (encoding_note()[0] != '\0')
        app->dirty |= app_say(app, ACCOUNT_INFORMATION, encoding_note());
}

void browse_end(struct app *app)
{
    struct failure failure = {.kind = FAILURE_NONE};
    struct last_view view = {0};
    if (!keeps_view(app))
        return;
    app_pop_to_first(app);
    const struct agent_summary *agent = account_agent_by_number(app->account, app->view->agent);
    view.oldest_first = app->view->oldest_first;
    view.has_agent = agent != NULL;
    if (agent != NULL)
        view.agent = agent->reference;
    snprintf(view.filter, sizeof(view.filter), "%s", app->view->filter.prompt.text);
    if (!last_view_write(&view, account_status(app->account)->label, &failure))
        log_line("%s", failure.what);
}
