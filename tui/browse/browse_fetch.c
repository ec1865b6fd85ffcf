#include "tui/browse/browse_fetch.h"

#include "model/account/account_fetch.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/browse_bundle.h"
#include "tui/browse/browse_deck.h"
#include "tui/browse/browse_export.h"
#include "tui/browse/browse_save.h"
#include "tui/draw/text.h"

#include <stdio.h>

enum { SCREENS_AHEAD = 2 };

/* Does something for every agent, the last one first, so that the first one's turn comes first. */
static void for_all(struct app *app, void (*fetch)(struct account *account, int64_t agent))
{
    for (size_t i = account_agent_count(app->account); i-- > 0;)
        fetch(app->account, account_agent(app->account, i)->agent);
}

static void fetch_one(struct account *account, int64_t agent)
{
    account_fetch(account, agent, TIMESTAMP_NONE);
}

void browse_fetch(struct app *app)
{
    if (app->view->agent == PAGE_ALL_AGENTS)
        for_all(app, fetch_one);
    else
        fetch_one(app->account, app->view->agent);
}

static bool refuses_offline(struct app *app, unsigned *changes)
{
    if (app->options->account.offline)
        *changes =
            app_say(app, ACCOUNT_WARNING, tr("working offline: start without --offline to ask the server"));
    return app->options->account.offline;
}

/* Those that have been fetched before. */
static void refresh_one(struct account *account, int64_t agent)
{
    if (account_agent_by_number(account, agent)->completeness != AGENT_UNFETCHED)
        account_fetch(account, agent, TIMESTAMP_NONE);
}

unsigned browse_refresh(struct app *app)
{
    unsigned changes = CHANGED_TOP;
    if (refuses_offline(app, &changes))
        return changes;
    changes |= browse_deck_retry(app);
    account_fetch_roster(app->account);
    if (app->view->agent != PAGE_ALL_AGENTS)
        fetch_one(app->account, app->view->agent);
    else if (app->agents.totals.complete + app->agents.totals.partial > 0)
        for_all(app, refresh_one);
    else if (account_agent_count(app->account) > 0)
        changes |=
            app_say(app, ACCOUNT_INFORMATION,
                    tr("asking for the agents; no agent's recordings have been fetched yet: open one"));
    else
        changes |= app_note(app, "%s", tr("asking for the agents: none is known yet"));
    return changes;
}

static unsigned fetch_anew(struct app *app)
{
    if (app->question.agent != PAGE_ALL_AGENTS)
        account_fetch_anew(app->account, app->question.agent);
    else
        for_all(app, account_fetch_anew);
    return CHANGED_TOP | CHANGED_BOTTOM;
}

static void anew_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    const struct agent_summary *agent = account_agent_by_number(app->account, app->question.agent);
    char name[128];
    if (agent != NULL)
        snprintf(text, APP_QUESTION_SIZE, tr("Fetch everything of %s anew?"),
                 text_fit(name, sizeof(name), agent->name, 40));
    else
        text_count(text, APP_QUESTION_SIZE, app->agents.totals.agents,
                   "Fetch everything of all %s agent anew? That can take long.",
                   "Fetch everything of all %s agents anew? That can take long.");
}

static void loss_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    const struct agent_summary *agent = account_agent_by_number(app->account, app->question.agent);
    char name[128], lost[TEXT_NUMBER_SIZE], all[TEXT_NUMBER_SIZE];
    text[0] = '\0';
    if (agent == NULL)
        return;
    snprintf(
        text, APP_QUESTION_SIZE,
        tr("The server no longer gives %s of the %s recordings of %s. Fetch anew and delete them here too?"),
        text_number(lost, agent->lost), text_number(all, agent->recordings),
        text_fit(name, sizeof(name), agent->name, 30));
}

unsigned browse_ask_anew(struct app *app)
{
    static const struct app_prompt prompt = {.question = anew_question, .accept = fetch_anew};
    unsigned changes = CHANGED_NOTHING;
    if (refuses_offline(app, &changes))
        return changes;
    app->question.agent = app->view->agent;
    return app_ask(app, &prompt);
}

unsigned browse_ask_loss(struct app *app)
{
    static const struct app_prompt prompt = {.question = loss_question, .accept = fetch_anew};
    const struct agent_summary *agent = account_agent_by_number(app->account, app->view->agent);
    if (agent == NULL || agent->fetching || app->options->account.offline)
        return CHANGED_NOTHING;
    if (agent->lost == 0) {
        app->question.lost = 0;
        return CHANGED_NOTHING;
    }
    bool is_asked = app->question.lost == agent->lost && app->question.agent == agent->agent;
    if (is_asked || app->asking != NULL || app->top != &app->view->base)
        return CHANGED_NOTHING;
    app->question.agent = agent->agent;
    app->question.lost = agent->lost;
    return app_ask(app, &prompt);
}

unsigned browse_stop(struct app *app)
{
    unsigned changes = CHANGED_TOP;
    if (browse_save_stop(app, &changes) || browse_export_stop(app, &changes) ||
        browse_bundle_stop(app, &changes))
        return changes;
    if (!account_is_asking(app->account))
        return app_say(app, ACCOUNT_INFORMATION, tr("nothing is being fetched"));
    account_stop_fetching(app->account);
    return changes |
           app_say(app, ACCOUNT_INFORMATION,
                   tr("stopped fetching: what has come is kept, and goes on from there when opened again"));
}

/* Fetches what may be missing before a recording: the next page where the newest part ends, what lies around
 * it elsewhere. */
static void fetch_before(struct app *app, const struct listed_recording *row)
{
    const struct agent_summary *agent = account_agent_by_number(app->account, row->agent);
    if (agent == NULL)
        return;
    if (row->place <= agent->fetched_from || row->place < TIMESTAMP_EARLIEST)
        account_fetch_older(app->account, row->agent);
    else if (app->view->filled_agent != row->agent || app->view->filled_call != row->recording.queue_call_id)
        account_fetch_around(app->account, row->agent, row->place);
    app->view->filled_agent = row->agent;
    app->view->filled_call = row->recording.queue_call_id;
}

void browse_fetch_ahead(struct app *app)
{
    const struct recording_list *list = &app->view->list;
    bool settled =
        !list->urgent && list->asked != LIST_ASKED_WINDOW; /* else what is shown is on its way out */
    bool wanted = settled && list->touched && list->page != NULL && list_query_is_newest_first(&list->shown);
    if (!wanted || app->options->account.offline)
        return;
    size_t end = list->top + list->height * SCREENS_AHEAD;
    for (size_t i = list->top; i < list->page->count && i < end; i++) {
        if (!list->page->rows[i].is_edge)
            continue;
        if (list->shown.filter.text[0] == '\0' ||
            !app_has_all(app, &list->shown)) /* else it cannot be in the list */
            fetch_before(app, &list->page->rows[i]);
        return;
    }
}
