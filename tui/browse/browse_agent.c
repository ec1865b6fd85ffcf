#include "tui/browse/browse_agent.h"

#include "net/base/translate.h"
#include "tui/browse/browse.h"
#include "tui/browse/browse_filter.h"
#include "tui/browse/browse_match.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool is_called(const struct agent_summary *agent, const char *text)
{
    char number[24];
    int64_t id = agent_reference_number(&agent->reference);
    snprintf(number, sizeof number, "%" PRId64, id);
    return filter_has_part(agent->name, text) ||
           (id != RECORDING_NO_NUMBER && strncmp(number, text, strlen(text)) == 0);
}

/* The row of the first agent that is called so, from a row on in a direction; 0 if none is. */
static size_t find(const struct app *app, size_t row, int direction)
{
    size_t count = account_agent_count(app->account);
    for (size_t i = 0; i < count; i++) {
        size_t at = (row + count - 1 + (direction > 0 ? i : count - i)) % count;
        if (is_called(account_agent(app->account, at), app->agents.sought.text))
            return at + 1;
    }
    return 0;
}

static unsigned drop(struct app *app)
{
    prompt_start(&app->agents.sought, "");
    return app_prompt_leave(app) | browse_choose(app, app->agents.sought_from);
}

static unsigned changed(struct app *app)
{
    size_t from = app->agents.sought_from;
    if (app->agents.sought.length == 0)
        return CHANGED_BOTTOM | browse_choose(app, from);
    size_t row = find(app, from > 0 ? from : 1, 1);
    if (row > 0)
        return CHANGED_BOTTOM | browse_choose(app, row);
    unsigned changes = browse_choose(app, from) | browse_type_filter(app, app->agents.sought.text);
    prompt_start(&app->agents.sought, "");
    return changes;
}

/* Filters that were kept are of the list. */
static unsigned recall(struct app *app, bool older)
{
    unsigned changes = browse_choose(app, app->agents.sought_from) | browse_edit_filter(app);
    return changes | app->asking->recall(app, older);
}

static const struct app_prompt prompt = {
    .sign = "/",
    .hint = N_("an agent's name or number; a caller's number or a term narrows the list"),
    .accept = app_prompt_leave,
    .cancel = drop,
    .changed = changed,
    .recall = recall,
};

unsigned browse_find(struct app *app)
{
    bool is_of_agents = app->view->focus == LAYOUT_AGENTS &&
                        (app->agents.is_entered || app->layout.one_pane) &&
                        account_agent_count(app->account) > 0 && app->view->filter.prompt.length == 0;
    if (!is_of_agents)
        return browse_edit_filter(app);
    app->agents.sought_from = app->agents.row;
    prompt_start(&app->agents.sought, "");
    return app_prompt_open(app, &prompt, &app->agents.sought);
}

unsigned browse_find_next(struct app *app, int direction)
{
    if (app->view->focus != LAYOUT_AGENTS || app->agents.sought.length == 0)
        return browse_seek(app, direction);
    size_t count = account_agent_count(app->account), row = app->agents.row;
    if (direction > 0)
        row = row < count ? row + 1 : 1;
    else
        row = row > 1 ? row - 1 : count;
    row = count > 0 ? find(app, row, direction) : 0;
    return row > 0 ? browse_choose(app, row)
                   : app_say(app, ACCOUNT_INFORMATION, tr("no agent is called so any more"));
}
