#include "tui/browse/browse.h"

#include "model/account/account_fetch.h"
#include "model/account/agent_naming.h"
#include "tui/browse/browse_fetch.h"
#include "tui/browse/browse_filter.h"
#include "tui/draw/text.h"

#include <string.h>

/* In the first list; what is on top of it is closed. */
static unsigned show_agent(struct app *app, int64_t number)
{
    enum layout_pane focus = app->view->focus;
    unsigned changes = app_pop_to_first(app);
    app->view->focus = focus;
    app_take_agent(app, number);
    app_show(app, LIST_AT_FIRST);
    return changes | CHANGED_AGENTS | CHANGED_DETAILS | CHANGED_BOTTOM;
}

unsigned browse_choose(struct app *app, size_t row)
{
    size_t count = account_agent_count(app->account);
    if (row > count)
        row = count;
    int64_t number = row == 0 ? PAGE_ALL_AGENTS : account_agent(app->account, row - 1)->agent;
    if (number != app->view->agent)
        return show_agent(app, number);
    bool is_there = row == app->agents.row;
    app->agents.row = row;
    return is_there ? CHANGED_NOTHING : CHANGED_AGENTS | CHANGED_DETAILS | CHANGED_BOTTOM;
}

unsigned browse_open(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    if (app->view->base.below != NULL)
        changes = show_agent(app, app->view->agent);
    if (!app->options->account.offline) {
        browse_fetch(app);
        list_set_filling(&app->view->list, app_has_gaps(app));
    }
    return changes | app_focus(app, LAYOUT_RECORDINGS);
}

/* Whether nobody else can be meant any more: the server has listed its agents, or is not asked. */
static bool knows_agents(const struct app *app)
{
    enum connection_state connection = account_status(app->account)->connection;
    return connection == CONNECTION_NONE || (connection == CONNECTION_LIVE && !account_is_busy(app->account));
}

/* The number of the agent of the command line; 0 where it is not known, and *changes if that was said. */
static int64_t find_initial(struct app *app, unsigned *changes)
{
    struct agent_reference reference;
    struct failure failure;
    const struct app_options *options = app->options;
    if (options->initial_agent_name == NULL)
        return agent_reference_parse(&reference, options->initial_agent_reference)
                   ? account_find_agent(app->account, &reference)
                   : 0;
    int64_t number = agent_naming_find(app->account, options->initial_agent_name, &failure);
    if (number == 0 && knows_agents(app)) {
        app->agents.initial_wanted = false;
        *changes |= app_say_failure(app, ACCOUNT_ERROR, &failure);
    }
    return number;
}

/* Opens the agent of the command line as soon as it is known. */
static unsigned open_initial(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    if (!app->agents.initial_wanted)
        return changes;
    int64_t number = find_initial(app, &changes);
    size_t row = app_row_of_agent(app, number);
    if (row == 0)
        return changes;
    app->agents.initial_wanted = false;
    return browse_choose(app, row) | browse_open(app);
}

/* The agent that is shown may have turned out to be another one, which has its recordings now, or be gone: then
 * there is nothing to show of it. Returns its row. */
static size_t settle_agent(struct app *app)
{
    const struct agent_summary *agent = account_agent_by_number(app->account, app->view->agent);
    size_t row = agent != NULL ? app_row_of_agent(app, agent->agent) : 0;
    int64_t number = row > 0 ? agent->agent : PAGE_ALL_AGENTS;
    if (number != app->view->agent) {
        app->view->agent = number;
        account_watch(app->account, number);
        app_show(app, row > 0 ? LIST_AT_SELECTED : LIST_AT_FIRST);
    }
    return row;
}

/* How wide the agents are. A few long names do not make all of the others stand far away. */
static unsigned measure_agents(struct app *app)
{
    enum { LEAST = 10, MOST = 24 };
    struct app_agents *agents = &app->agents;
    char number[TEXT_NUMBER_SIZE];
    int names = LEAST, counts = (int)strlen(text_number(number, agents->totals.recordings));
    for (size_t i = 0; i < account_agent_count(app->account) && names < MOST; i++) {
        int columns = (int)text_width(account_agent(app->account, i)->name);
        names = columns < names ? names : columns < MOST ? columns : MOST;
    }
    bool is_as_before = names == agents->name_columns && counts == agents->count_columns;
    agents->name_columns = names;
    agents->count_columns = counts;
    return is_as_before ? CHANGED_NOTHING : CHANGED_LAYOUT;
}

unsigned browse_roster_changed(struct app *app)
{
    completeness_totals(&app->agents.totals, app->account);
    /* The agent keeps its line on the screen when others come and go above it. */
    size_t row = settle_agent(app);
    app->agents.top = app->agents.top + row > app->agents.row ? app->agents.top + row - app->agents.row : 0;
    app->agents.row = row;
    list_set_filling(&app->view->list, app->view->list.filling && app_has_gaps(app));
    return CHANGED_AGENTS | CHANGED_LIST | CHANGED_DETAILS | CHANGED_BOTTOM | measure_agents(app) |
           browse_ask_loss(app) | open_initial(app);
}

void browse_return(struct app *app)
{
    if (app->view->filter.parsed.utc != app->utc)
        browse_read_filter(app, app->view->filter.parsed.now);
    const struct list_query query = app_chosen(app);
    list_return(&app->view->list, &query);
    list_set_filling(&app->view->list, app_has_gaps(app));
    account_watch(app->account, app->view->agent);
    app->agents.row = settle_agent(app);
}

unsigned browse_zone(struct app *app)
{
    app->utc = !app->utc;
    browse_read_filter(app, app->view->filter.parsed.now);
    if (app->view->filter.prompt.length > 0)
        app_show(app, LIST_AT_SELECTED); /* its dates are other ones now */
    return CHANGED_LAYOUT;
}

bool browse_back_quits(const struct app *app)
{
    return app->view->focus == LAYOUT_AGENTS && app->view->base.below == NULL;
}

unsigned browse_back(struct app *app, bool may_quit)
{
    if (app->view->focus == LAYOUT_DETAILS || app->view->focus == LAYOUT_DECK)
        return app_focus(app, LAYOUT_RECORDINGS);
    if (app->view->base.below != NULL)
        return app_pop(app);
    if (app->view->focus == LAYOUT_RECORDINGS)
        return app_focus(app, LAYOUT_AGENTS);
    app->quitting = app->quitting || (may_quit && browse_back_quits(app));
    return CHANGED_NOTHING;
}
