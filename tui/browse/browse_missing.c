#include "tui/browse/browse_missing.h"

#include "model/account/account_fetch.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/app.h"
#include "tui/draw/text.h"

enum { REST = 600 /* ms */ };

static void fetch_agent(struct app *app, const struct scope *scope, int64_t agent)
{
    if (scope_has_dates(scope))
        account_fetch_period(app->account, agent, scope->begin, scope->end);
    else
        account_fetch(app->account, agent, TIMESTAMP_EARLIEST);
}

static bool lacks_some(const struct scope *scope, const struct agent_summary *agent,
                       enum scope_relation relation)
{
    return scope_relation(scope, agent) == relation && scope_completeness(scope, agent) != AGENT_COMPLETE &&
           !scope_has_what_is_kept(scope, agent);
}

/* Of all agents of such a relation to the list; answers how many they are. */
static size_t fetch_lacking(struct app *app, const struct scope *scope, enum scope_relation relation)
{
    size_t lacking = 0;
    for (size_t i = account_agent_count(app->account); i-- > 0;) {
        const struct agent_summary *agent = account_agent(app->account, i);
        if (!lacks_some(scope, agent, relation))
            continue;
        lacking++;
        fetch_agent(app, scope, agent->agent);
    }
    return lacking;
}

unsigned browse_fetch_missing(struct app *app)
{
    char text[COMPLETENESS_SIZE];
    struct search_completeness searched = {.is_read = false};
    const struct list_query query = app_chosen(app);
    search_completeness_of(&searched, app->account, &query);
    if (app->options->account.offline)
        return app_say(app, ACCOUNT_WARNING,
                       tr("working offline: start without --offline to fetch what is missing"));
    size_t lacking = fetch_lacking(app, &searched.scope, SCOPE_CONCERNED);
    if (lacking == 0)
        lacking = fetch_lacking(app, &searched.scope, SCOPE_BY_OTHER_NAME);
    list_set_filling(&app->view->list, app_has_gaps(app));
    if (lacking == 0)
        search_completeness_text(text, &searched, COMPLETENESS_SIZE);
    else if (scope_has_dates(&searched.scope))
        text_count(text, sizeof(text), lacking, "asked for what is missing of %s agent, these dates first",
                   "asked for what is missing of %s agents, these dates first");
    else
        text_count(text, sizeof(text), lacking, "asked for what is missing of %s agent",
                   "asked for what is missing of %s agents");
    return CHANGED_TOP | app_say(app, ACCOUNT_INFORMATION, "%s", text);
}

void browse_prefer(struct app *app)
{
    struct scope scope;
    const struct list_query query = app_chosen(app);
    uv_timer_stop(&app->filter_rest);
    if (query.filter.text[0] == '\0')
        return;
    scope_of(&scope, &query);
    for (size_t i = account_agent_count(app->account); i-- > 0;) {
        const struct agent_summary *agent = account_agent(app->account, i);
        if (lacks_some(&scope, agent, SCOPE_CONCERNED))
            account_prefer(app->account, agent->agent, scope.begin, scope.end);
    }
}

static void on_rest(uv_timer_t *timer)
{
    browse_prefer(timer->data);
}

void browse_prefer_later(struct app *app)
{
    uv_timer_start(&app->filter_rest, on_rest, REST, 0);
}
