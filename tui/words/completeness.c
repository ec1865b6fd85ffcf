#include "tui/words/completeness.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <stdio.h>
#include <string.h>

void completeness_totals(struct completeness_totals *totals, const struct account *account)
{
    size_t count = account_agent_count(account);
    memset(totals, 0, sizeof(*totals));
    totals->agents = count;
    totals->oldest_as_of = TIMESTAMP_NONE;
    for (size_t i = 0; i < count; i++) {
        const struct agent_summary *agent = account_agent(account, i);
        totals->recordings += agent->recordings;
        totals->complete += agent->completeness == AGENT_COMPLETE;
        totals->partial += agent->completeness == AGENT_PARTIAL;
        totals->fetching += agent->fetching;
        totals->waiting += agent->waiting;
        bool older = totals->oldest_as_of == TIMESTAMP_NONE || agent->as_of < totals->oldest_as_of;
        if (agent->completeness == AGENT_COMPLETE && agent->as_of != TIMESTAMP_NONE && older)
            totals->oldest_as_of = agent->as_of;
    }
    int64_t listed_at = account_listed_at(account);
    totals->has_others = listed_at == TIMESTAMP_NONE;
    if (!totals->has_others && listed_at < totals->oldest_as_of)
        totals->oldest_as_of = listed_at;
}

bool completeness_is_complete(const struct completeness_totals *totals)
{
    return totals->agents > 0 && totals->complete == totals->agents && !totals->has_others;
}

/* ", as of 14:02", nothing if that is not known. */
static const char *as_of(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    char moment[MOMENT_SIZE];
    buffer[0] = '\0';
    if (ticks != TIMESTAMP_NONE)
        snprintf(buffer, MOMENT_SIZE, tr(", as of %.40s"), moment_recent(moment, ticks, utc));
    return buffer;
}

static const char *doubt_text(const struct agent_summary *agent)
{
    return agent->doubt == AGENT_DAMAGED       ? tr("the archive is damaged: some may be missing")
           : agent->doubt == AGENT_UNCHECKABLE ? tr("the archive cannot be checked: some may be missing")
                                               : tr("the archive is being checked…");
}

/* What there is of a history that is not complete. */
static void put_part(char buffer[COMPLETENESS_SIZE], const struct agent_summary *agent, bool utc)
{
    char day[MOMENT_SIZE], when[MOMENT_SIZE];
    as_of(when, agent->as_of, utc);
    if (agent->completeness == AGENT_UNFETCHED)
        snprintf(buffer, COMPLETENESS_SIZE, "%s", agent->unreadable ? tr("fetched") : tr("not fetched yet"));
    else if (agent->complete_from != TIMESTAMP_NONE)
        snprintf(buffer, COMPLETENESS_SIZE, tr("complete from %s%s"),
                 moment_first_day(day, agent->complete_from, utc), when);
    else if (agent->fetched_from != TIMESTAMP_NONE)
        snprintf(buffer, COMPLETENESS_SIZE, tr("fetched back to %s%s"),
                 moment_day(day, agent->fetched_from, utc), when);
    else if (agent->complete_until != TIMESTAMP_NONE)
        snprintf(buffer, COMPLETENESS_SIZE, tr("complete up to %s, the newest part is missing"),
                 moment_last_day(day, agent->complete_until, utc));
    else
        snprintf(buffer, COMPLETENESS_SIZE, "%s", tr("fetched in parts, with gaps"));
}

static const char *completeness(char buffer[COMPLETENESS_SIZE], const struct agent_summary *agent, bool utc)
{
    char moment[MOMENT_SIZE], lost[TEXT_NUMBER_SIZE];
    if (agent->doubt != AGENT_SURE)
        snprintf(buffer, COMPLETENESS_SIZE, "%s", doubt_text(agent));
    else if (agent->completeness == AGENT_COMPLETE && agent->as_of != TIMESTAMP_NONE)
        snprintf(buffer, COMPLETENESS_SIZE, tr("complete as of %.40s"),
                 moment_recent(moment, agent->as_of, utc));
    else if (agent->completeness == AGENT_COMPLETE)
        snprintf(buffer, COMPLETENESS_SIZE, "%s", tr("complete"));
    else
        put_part(buffer, agent, utc);
    if (agent->unreadable > 0 && agent->completeness != AGENT_COMPLETE)
        text_append(buffer, COMPLETENESS_SIZE, tr("; %s unreadable"), text_number(lost, agent->unreadable));
    if (agent->lost > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr("; %s of them the server no longer gives"),
                    text_number(lost, agent->lost));
    return buffer;
}

const char *completeness_agent(char buffer[COMPLETENESS_SIZE], const struct agent_summary *agent, bool utc)
{
    char state[COMPLETENESS_SIZE];
    completeness(state, agent, utc);
    bool unfetched = agent->completeness == AGENT_UNFETCHED;
    if (agent->fetching)
        snprintf(buffer, COMPLETENESS_SIZE, "%s%s%.200s", tr("fetching…"), unfetched ? "" : " · ",
                 unfetched ? "" : state);
    else if (agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED)
        snprintf(buffer, COMPLETENESS_SIZE, tr("%.80s; last fetch failed: %.200s"), state,
                 agent->failure.what);
    else if (agent->waiting)
        snprintf(buffer, COMPLETENESS_SIZE, tr("%.200s, waits for its turn"), state);
    else
        snprintf(buffer, COMPLETENESS_SIZE, "%s", state);
    return buffer;
}

/* What stands before a sentence while something is being fetched. */
static const char *fetching_text(const struct completeness_totals *totals)
{
    return totals->fetching > 0 ? tr("fetching… · ") : "";
}

const char *completeness_all(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                             bool utc)
{
    char when[MOMENT_SIZE], agents[TEXT_NUMBER_SIZE], complete[TEXT_NUMBER_SIZE];
    char partial[64] = "", number[TEXT_NUMBER_SIZE];
    if (totals->agents == 0) {
        snprintf(buffer, COMPLETENESS_SIZE, "%s", tr("no agents known yet"));
        return buffer;
    }
    if (totals->partial > 0)
        snprintf(partial, sizeof(partial), tr(", %s in part"), text_number(number, totals->partial));
    snprintf(buffer, COMPLETENESS_SIZE,
             tr_count("%s%s of %s agent complete", "%s%s of %s agents complete", totals->agents),
             fetching_text(totals), text_number(complete, totals->complete),
             text_number(agents, totals->agents));
    text_append(buffer, COMPLETENESS_SIZE, "%s%s%s", partial, as_of(when, totals->oldest_as_of, utc),
                totals->has_others ? tr(" · others are not known yet") : "");
    return buffer;
}

const char *completeness_caller(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                                const char *fetch_key, bool utc)
{
    char agents[TEXT_NUMBER_SIZE], complete[TEXT_NUMBER_SIZE], key[64] = "";
    if (totals->agents == 0 || completeness_is_complete(totals))
        return completeness_all(buffer, totals, utc);
    if (fetch_key != NULL && totals->complete < totals->agents)
        snprintf(key, sizeof(key), tr(" · %s fetches them"), fetch_key);
    snprintf(buffer, COMPLETENESS_SIZE,
             tr_count("%s%s of %s agent complete; others may have more calls%s",
                      "%s%s of %s agents complete; others may have more calls%s", totals->agents),
             fetching_text(totals), text_number(complete, totals->complete),
             text_number(agents, totals->agents), key);
    return buffer;
}

const char *completeness_sign(const struct agent_summary *agent)
{
    if (agent->fetching)
        return "↻";
    if (agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED)
        return "!";
    if (agent->waiting)
        return "…";
    return agent->completeness == AGENT_COMPLETE ? "●" : agent->completeness == AGENT_PARTIAL ? "◐" : "○";
}

static void say(struct completeness_reason *reason, const char *why, const char *advice)
{
    snprintf(reason->why, sizeof(reason->why), "%s", why);
    snprintf(reason->advice, sizeof(reason->advice), "%s", advice);
}

/* Adds what a key would do, where one does it: the key stands in the place of the "%s". */
static void advise(struct completeness_reason *reason, const char *form, const char *key)
{
    size_t used = strlen(reason->advice);
    if (key != NULL)
        text_form(reason->advice + used, sizeof(reason->advice) - used, form, key);
}

/* Nothing is of the caller, or matches the filter: says what has been searched. */
static void explain_search(struct completeness_reason *reason, const struct completeness_question *question)
{
    char filter[128];
    bool here = question->is_searched, of_caller = question->is_of_caller;
    text_fit(filter, sizeof(filter), question->filter, 40);
    if (filter[0] == '\0')
        say(reason, here ? tr("No call of this caller here.") : tr("No call of this caller fetched so far."),
            "");
    else
        text_form(reason->why, sizeof(reason->why),
                  of_caller && here ? tr("No call of this caller here matches “%s”.")
                  : of_caller       ? tr("No call of this caller fetched so far matches “%s”.")
                  : here            ? tr("No recording here matches “%s”.")
                                    : tr("No recording fetched so far matches “%s”."),
                  filter);
    snprintf(reason->advice, sizeof(reason->advice), tr("Searched: %.220s."), question->searched);
    if (filter[0] != '\0')
        advise(reason, tr(" %s drops the filter."), question->drop_key);
}

static void explain_all(struct completeness_reason *reason, const struct completeness_question *question)
{
    const struct completeness_totals *totals = question->totals;
    const struct account_status *status = question->status;
    bool fails = status->connection == CONNECTION_OFFLINE || status->connection == CONNECTION_ERROR;
    if (fails && !completeness_is_complete(totals))
        say(reason, status->failure.what, status->failure.advice);
    else if (status->connection == CONNECTION_NONE && !completeness_is_complete(totals))
        say(reason, tr("The archive has no recordings."),
            tr("Start without --offline to fetch from the server."));
    else if (totals->agents == 0 && status->connection == CONNECTION_STOPPED) {
        say(reason, tr("Stopped before the server had answered."), "");
        advise(reason, tr("%s asks again."), question->refresh_key);
    } else if (totals->agents == 0 && status->connection == CONNECTION_LIVE && !question->is_busy)
        say(reason, tr("The server lists no agents."),
            tr("Name them in [agents] of the configuration, or one with --agent."));
    else if (totals->agents == 0)
        say(reason, tr("Asking the server for its agents…"), "");
    else if (totals->fetching + totals->waiting > 0)
        say(reason, tr("Fetching… nothing has come yet."), "");
    else if (completeness_is_complete(totals))
        say(reason, tr("No recordings: the server has none of any agent."), "");
    else {
        say(reason, tr("No agent's recordings have been fetched yet."), "");
        if (totals->complete + totals->partial > 0)
            say(reason, tr("No recordings among what has been fetched."), "");
        advise(reason, tr("Choose an agent on the left and press %s; here it fetches all."),
               question->open_key);
    }
}

static void explain_agent(struct completeness_reason *reason, const struct completeness_question *question)
{
    const struct agent_summary *agent = question->agent;
    char state[COMPLETENESS_SIZE], name[128];
    text_fit(name, sizeof(name), agent->name, 40);
    if (agent->fetching) {
        say(reason, tr("Fetching… nothing has come yet."), "");
    } else if (agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED) {
        say(reason, agent->failure.what, agent->failure.advice);
    } else if (agent->waiting) {
        say(reason, tr("Not fetched yet: waits for its turn."), "");
    } else if (agent->completeness == AGENT_COMPLETE) {
        snprintf(reason->why, sizeof(reason->why), tr("No recordings: the server has none of %s."), name);
        snprintf(reason->advice, sizeof(reason->advice), "%.200s",
                 completeness_agent(state, agent, question->utc));
        advise(reason, tr("; %s asks again."), question->refresh_key);
    } else if (question->status->connection == CONNECTION_NONE) {
        say(reason, "", tr("Start without --offline to fetch from the server."));
        snprintf(reason->why, sizeof(reason->why), tr("Not fetched: the archive has nothing of %s."), name);
    } else {
        bool fetched = agent->completeness == AGENT_PARTIAL || agent->unreadable;
        say(reason, fetched ? tr("No recordings among what has been fetched.") : tr("Not fetched yet."), "");
        if (question->open_key != NULL)
            snprintf(reason->advice, sizeof(reason->advice), tr("%s fetches the recordings of %s."),
                     question->open_key, name);
    }
}

void completeness_empty(struct completeness_reason *reason, const struct completeness_question *question)
{
    memset(reason, 0, sizeof(*reason));
    if (question->filter[0] != '\0' || question->is_of_caller)
        explain_search(reason, question);
    else if (question->agent == NULL)
        explain_all(reason, question);
    else
        explain_agent(reason, question);
}
