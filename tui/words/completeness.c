#include "tui/words/completeness.h"

#include "model/time/timestamp.h"
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

/* "as of 14:02" behind `link`, nothing if that is not known. */
static const char *as_of(char buffer[MOMENT_SIZE], const char *link, int64_t ticks, bool utc)
{
    char moment[MOMENT_SIZE];
    buffer[0] = '\0';
    if (ticks != TIMESTAMP_NONE)
        snprintf(buffer, MOMENT_SIZE, "%sas of %.40s", link, moment_recent(moment, ticks, utc));
    return buffer;
}

static const char *completeness(char buffer[COMPLETENESS_SIZE], const struct agent_summary *agent, bool utc)
{
    char day[MOMENT_SIZE], when[MOMENT_SIZE], lost[TEXT_NUMBER_SIZE];
    as_of(when, agent->completeness == AGENT_COMPLETE ? " " : ", ", agent->as_of, utc);
    if (agent->doubt != AGENT_SURE)
        snprintf(buffer, COMPLETENESS_SIZE, "%s",
                 agent->doubt == AGENT_DAMAGED       ? "the archive is damaged: some may be missing"
                 : agent->doubt == AGENT_UNCHECKABLE ? "the archive cannot be checked: some may be missing"
                                                     : "the archive is being checked…");
    else if (agent->completeness == AGENT_COMPLETE)
        snprintf(buffer, COMPLETENESS_SIZE, "complete%s", when);
    else if (agent->completeness == AGENT_UNFETCHED && agent->unreadable)
        snprintf(buffer, COMPLETENESS_SIZE, "fetched");
    else if (agent->completeness == AGENT_UNFETCHED)
        snprintf(buffer, COMPLETENESS_SIZE, "not fetched yet");
    else if (agent->complete_from != TIMESTAMP_NONE)
        snprintf(buffer, COMPLETENESS_SIZE, "complete from %s%s",
                 moment_first_day(day, agent->complete_from, utc), when);
    else if (agent->fetched_from != TIMESTAMP_NONE)
        snprintf(buffer, COMPLETENESS_SIZE, "fetched back to %s%s", moment_day(day, agent->fetched_from, utc),
                 when);
    else if (agent->complete_until != TIMESTAMP_NONE)
        snprintf(buffer, COMPLETENESS_SIZE, "complete up to %s, the newest part is missing",
                 moment_last_day(day, agent->complete_until, utc));
    else
        snprintf(buffer, COMPLETENESS_SIZE, "fetched in parts, with gaps");
    if (agent->unreadable > 0 && agent->completeness != AGENT_COMPLETE) {
        size_t used = strlen(buffer);
        snprintf(buffer + used, COMPLETENESS_SIZE - used, "; %s unreadable",
                 text_number(lost, agent->unreadable));
    }
    if (agent->lost > 0) {
        size_t used = strlen(buffer);
        snprintf(buffer + used, COMPLETENESS_SIZE - used, "; %s of them the server no longer gives",
                 text_number(lost, agent->lost));
    }
    return buffer;
}

const char *completeness_agent(char buffer[COMPLETENESS_SIZE], const struct agent_summary *agent, bool utc)
{
    char state[COMPLETENESS_SIZE];
    completeness(state, agent, utc);
    bool unfetched = agent->completeness == AGENT_UNFETCHED;
    if (agent->fetching)
        snprintf(buffer, COMPLETENESS_SIZE, "fetching…%s%.200s", unfetched ? "" : " · ",
                 unfetched ? "" : state);
    else if (agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED)
        snprintf(buffer, COMPLETENESS_SIZE, "%.80s; last fetch failed: %.200s", state, agent->failure.what);
    else if (agent->waiting)
        snprintf(buffer, COMPLETENESS_SIZE, "%.200s, waits for its turn", state);
    else
        snprintf(buffer, COMPLETENESS_SIZE, "%s", state);
    return buffer;
}

const char *completeness_all(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                             bool utc)
{
    char when[MOMENT_SIZE], agents[TEXT_NUMBER_SIZE], complete[TEXT_NUMBER_SIZE];
    char partial[64] = "", number[TEXT_NUMBER_SIZE];
    if (totals->agents == 0) {
        snprintf(buffer, COMPLETENESS_SIZE, "no agents known yet");
        return buffer;
    }
    if (totals->partial > 0)
        snprintf(partial, sizeof(partial), ", %s in part", text_number(number, totals->partial));
    snprintf(buffer, COMPLETENESS_SIZE, "%s%s of %s complete%s%s%s",
             totals->fetching > 0 ? "fetching… · " : "", text_number(complete, totals->complete),
             text_count(agents, sizeof(agents), totals->agents, "agent"), partial,
             as_of(when, ", ", totals->oldest_as_of, utc),
             totals->has_others ? " · others are not known yet" : "");
    return buffer;
}

const char *completeness_caller(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                                const char *fetch_key, bool utc)
{
    char agents[64], complete[TEXT_NUMBER_SIZE], key[64] = "";
    if (totals->agents == 0 || completeness_is_complete(totals))
        return completeness_all(buffer, totals, utc);
    if (fetch_key != NULL && totals->complete < totals->agents)
        snprintf(key, sizeof(key), " · %s fetches them", fetch_key);
    snprintf(buffer, COMPLETENESS_SIZE, "%s%s of %s complete; others may have more calls%s",
             totals->fetching > 0 ? "fetching… · " : "", text_number(complete, totals->complete),
             text_count(agents, sizeof(agents), totals->agents, "agent"), key);
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

/* Adds what a key would do, where one does it. */
static void advise(struct completeness_reason *reason, const char *before, const char *key,
                   const char *behind)
{
    size_t used = strlen(reason->advice);
    if (key != NULL)
        snprintf(reason->advice + used, sizeof(reason->advice) - used, "%s%s%s.", before, key, behind);
}

/* Nothing is of the caller, or matches the filter: says what has been searched. */
static void explain_search(struct completeness_reason *reason, const struct completeness_question *question)
{
    char filter[128], matches[160] = "";
    text_fit(filter, sizeof(filter), question->filter, 40);
    if (filter[0] != '\0')
        snprintf(matches, sizeof(matches), " matches “%s”", filter);
    snprintf(reason->why, sizeof(reason->why), "No %s%s%s.",
             question->is_of_caller ? "call of this caller" : "recording",
             question->is_searched ? " here" : " fetched so far", matches);
    snprintf(reason->advice, sizeof(reason->advice), "Searched: %.220s.", question->searched);
    if (filter[0] != '\0')
        advise(reason, " ", question->drop_key, " drops the filter");
}

static void explain_all(struct completeness_reason *reason, const struct completeness_question *question)
{
    const struct completeness_totals *totals = question->totals;
    const struct account_status *status = question->status;
    bool fails = status->connection == CONNECTION_OFFLINE || status->connection == CONNECTION_ERROR;
    if (fails && !completeness_is_complete(totals))
        say(reason, status->failure.what, status->failure.advice);
    else if (status->connection == CONNECTION_NONE && !completeness_is_complete(totals))
        say(reason, "The archive has no recordings.", "Start without --offline to fetch from the server.");
    else if (totals->agents == 0 && status->connection == CONNECTION_STOPPED) {
        say(reason, "Stopped before the server had answered.", "");
        advise(reason, "", question->refresh_key, " asks again");
    } else if (totals->agents == 0 && status->connection == CONNECTION_LIVE && !question->is_busy)
        say(reason, "The server lists no agents.",
            "Name them in [agents] of the configuration, or one with --agent.");
    else if (totals->agents == 0)
        say(reason, "Asking the server for its agents…", "");
    else if (totals->fetching + totals->waiting > 0)
        say(reason, "Fetching… nothing has come yet.", "");
    else if (completeness_is_complete(totals))
        say(reason, "No recordings: the server has none of any agent.", "");
    else {
        say(reason, "No agent's recordings have been fetched yet.", "");
        if (totals->complete + totals->partial > 0)
            say(reason, "No recordings among what has been fetched.", "");
        advise(reason, "Choose an agent on the left and press ", question->open_key, "; here it fetches all");
    }
}

static void explain_agent(struct completeness_reason *reason, const struct completeness_question *question)
{
    const struct agent_summary *agent = question->agent;
    char state[COMPLETENESS_SIZE], name[128], what[160];
    text_fit(name, sizeof(name), agent->name, 40);
    if (agent->fetching) {
        say(reason, "Fetching… nothing has come yet.", "");
    } else if (agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED) {
        say(reason, agent->failure.what, agent->failure.advice);
    } else if (agent->waiting) {
        say(reason, "Not fetched yet: waits for its turn.", "");
    } else if (agent->completeness == AGENT_COMPLETE) {
        snprintf(reason->why, sizeof(reason->why), "No recordings: the server has none of %s.", name);
        snprintf(reason->advice, sizeof(reason->advice), "%.200s",
                 completeness_agent(state, agent, question->utc));
        advise(reason, "; ", question->refresh_key, " asks again");
    } else if (question->status->connection == CONNECTION_NONE) {
        say(reason, "", "Start without --offline to fetch from the server.");
        snprintf(reason->why, sizeof(reason->why), "Not fetched: the archive has nothing of %s.", name);
    } else {
        bool fetched = agent->completeness == AGENT_PARTIAL || agent->unreadable;
        say(reason, fetched ? "No recordings among what has been fetched." : "Not fetched yet.", "");
        snprintf(what, sizeof(what), " fetches the recordings of %s", name);
        advise(reason, "", question->open_key, what);
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
