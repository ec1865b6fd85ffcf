#include "tui/browse/browse.h"

#include "tui/browse/browse_caller.h"
#include "tui/browse/browse_fetch.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <string.h>

unsigned browse_choose(struct app *app, size_t row)
{
    size_t count = account_agent_count(app->account);
    if (row > count)
        row = count;
    int64_t number = row == 0 ? PAGE_ALL_AGENTS : account_agent(app->account, row - 1)->agent;
    if (number == app->agent && row == app->agent_row)
        return CHANGED_NOTHING;
    app->agent_row = row;
    if (number != app->agent) {
        browse_forget_caller(app);
        app->agent = number;
        account_watch(app->account, number);
        app_show(app, LIST_AT_FIRST);
    }
    return CHANGED_AGENTS | CHANGED_DETAILS | CHANGED_BOTTOM;
}

unsigned browse_open(struct app *app)
{
    if (app->history.open) {
        browse_forget_caller(app);
        app_show(app, LIST_AT_FIRST);
    }
    if (!app->options->account.offline) {
        browse_fetch(app);
        list_set_filling(&app->list, app_has_gaps(app));
    }
    return app_focus(app, LAYOUT_RECORDINGS);
}

/* Opens the agent of the command line as soon as it is known. */
static unsigned open_initial(struct app *app)
{
    struct agent_reference reference;
    if (!app->initial_agent_wanted ||
        !agent_reference_parse(&reference, app->options->initial_agent_reference))
        return CHANGED_NOTHING;
    int64_t number = account_find_agent(app->account, &reference);
    size_t row = number == 0 ? 0 : app_row_of_agent(app, number);
    if (row == 0)
        return CHANGED_NOTHING;
    app->initial_agent_wanted = false;
    return browse_choose(app, row) | browse_open(app);
}

/* The agent that is shown may have turned out to be another one, which has its recordings now. */
static void follow_merged(struct app *app)
{
    const struct agent_summary *agent =
        app->agent == PAGE_ALL_AGENTS ? NULL : account_agent_by_number(app->account, app->agent);
    if (!agent || agent->agent == app->agent)
        return;
    app->agent = agent->agent;
    account_watch(app->account, app->agent);
    app_show(app, LIST_AT_SELECTED);
}

unsigned browse_roster_changed(struct app *app)
{
    size_t count = account_agent_count(app->account), row = 0;
    completeness_totals(&app->totals, app->account);
    follow_merged(app);
    if (app->agent != PAGE_ALL_AGENTS) {
        bool in_place = app->agent_row > 0 && app->agent_row <= count &&
                        account_agent(app->account, app->agent_row - 1)->agent == app->agent;
        for (row = in_place ? app->agent_row : 1; row <= count; row++)
            if (account_agent(app->account, row - 1)->agent == app->agent)
                break;
        if (row > count) { /* gone: there is nothing to show of it */
            app->agent_row = 0;
            app->agent = PAGE_ALL_AGENTS;
            account_watch(app->account, PAGE_ALL_AGENTS);
            app_show(app, LIST_AT_FIRST);
            row = 0;
        }
    }
    /* The agent keeps its line on the screen when others come and go above it. */
    app->agents_top = app->agents_top + row > app->agent_row ? app->agents_top + row - app->agent_row : 0;
    app->agent_row = row;
    list_set_filling(&app->list, app->list.filling && app_has_gaps(app));
    return CHANGED_AGENTS | CHANGED_LIST | CHANGED_DETAILS | CHANGED_BOTTOM | browse_ask_loss(app) |
           open_initial(app);
}

unsigned browse_reverse(struct app *app)
{
    app->oldest_first = !app->oldest_first;
    app_show(app, app->list.touched ? LIST_AT_SELECTED : LIST_AT_FIRST);
    return CHANGED_BOTTOM;
}

unsigned browse_zone(struct app *app)
{
    app->utc = !app->utc;
    if (app->prompt.length > 0)
        app_show(app, LIST_AT_SELECTED); /* its dates are other ones now */
    return CHANGED_LAYOUT;
}

unsigned browse_back(struct app *app, bool may_quit)
{
    if (app->focus == LAYOUT_DETAILS)
        return app_focus(app, LAYOUT_RECORDINGS);
    if (app->history.open)
        return browse_leave_caller(app);
    if (app->focus == LAYOUT_RECORDINGS)
        return app_focus(app, LAYOUT_AGENTS);
    if (may_quit)
        app->quitting = true;
    return CHANGED_NOTHING;
}
