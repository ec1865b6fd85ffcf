#include "tui/words/search_completeness.h"

#include "model/time/timestamp.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NAME_COLUMNS = 24, NAME_SIZE = 128 };

void search_completeness_of(struct search_completeness *searched, const struct account *account,
                            const struct list_query *query)
{
    if (!searched->is_read || !list_query_is_same(&searched->scope.query, query)) {
        scope_of(&searched->scope, query);
        searched->is_read = true;
    }
    scope_count_all(&searched->scope, account, &searched->tally);
    searched->known = account_agent_count(account);
    searched->fetch_key = NULL;
    searched->utc = query->filter.utc;
}

const char *search_completeness_so_far(const struct search_completeness *searched)
{
    return scope_is_complete(&searched->tally) ? "" : " so far";
}

static void append(char buffer[COMPLETENESS_SIZE], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void append(char buffer[COMPLETENESS_SIZE], const char *format, ...)
{
    size_t used = strlen(buffer);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer + used, COMPLETENESS_SIZE - used, format, arguments);
    va_end(arguments);
}

static void append_as_of(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched)
{
    char moment[MOMENT_SIZE];
    if (searched->tally.as_of != TIMESTAMP_NONE)
        append(buffer, ", as of %s", moment_recent(moment, searched->tally.as_of, searched->utc));
}

/* Whether what an agent lacks is what has come since it was asked last. */
static bool is_out_of_date(const struct scope *scope, const struct agent_summary *agent)
{
    bool reaches_begin = agent->completeness == AGENT_COMPLETE ||
                         (agent->complete_from != TIMESTAMP_NONE && agent->complete_from <= scope->begin);
    int64_t needed = scope->end == INT64_MAX ? scope->begin : scope->end;
    return reaches_begin && agent->as_of != TIMESTAMP_NONE && agent->as_of < needed;
}

/* "Ida Madsen only back to 2024-06-01" */
static void append_agent(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched,
                         const struct agent_summary *agent)
{
    char name[NAME_SIZE], day[MOMENT_SIZE];
    append(buffer, "%s", text_fit(name, sizeof(name), agent->name, NAME_COLUMNS));
    if (agent->completeness == AGENT_UNFETCHED)
        append(buffer, " not fetched");
    else if (is_out_of_date(&searched->scope, agent))
        append(buffer, " only as of %s", moment_recent(day, agent->as_of, searched->utc));
    else if (agent->complete_from != TIMESTAMP_NONE)
        append(buffer, " only back to %s", moment_first_day(day, agent->complete_from, searched->utc));
    else if (agent->fetched_from != TIMESTAMP_NONE)
        append(buffer, " only the newest part");
    else if (agent->complete_until != TIMESTAMP_NONE)
        append(buffer, " only up to %s", moment_last_day(day, agent->complete_until, searched->utc));
    else
        append(buffer, " only in part");
}

/* "3 in part, 25 not fetched" */
static void append_counts(char buffer[COMPLETENESS_SIZE], const struct scope_tally *tally)
{
    char number[TEXT_NUMBER_SIZE];
    if (tally->counts[AGENT_PARTIAL] > 0)
        append(buffer, "%s in part", text_number(number, tally->counts[AGENT_PARTIAL]));
    if (tally->counts[AGENT_UNFETCHED] > 0)
        append(buffer, "%s%s not fetched", tally->counts[AGENT_PARTIAL] > 0 ? ", " : "",
               text_number(number, tally->counts[AGENT_UNFETCHED]));
}

/* Of the only agent whose recordings can match. */
static void append_only(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched)
{
    char name[NAME_SIZE];
    const struct agent_summary *agent = searched->tally.only;
    if (searched->tally.counts[AGENT_COMPLETE] == 0) {
        append_agent(buffer, searched, agent);
        return;
    }
    append(buffer, "%s complete%s", text_fit(name, sizeof(name), agent->name, NAME_COLUMNS),
           scope_has_dates(&searched->scope) ? " for these dates" : "");
    append_as_of(buffer, searched);
}

static void append_many(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched,
                        bool in_full)
{
    const struct scope_tally *tally = &searched->tally;
    char complete[TEXT_NUMBER_SIZE], agents[64];
    if (in_full)
        text_count(agents, sizeof(agents), tally->agents, "agent");
    else
        text_number(agents, tally->agents);
    append(buffer, "%s of %s complete%s", text_number(complete, tally->counts[AGENT_COMPLETE]), agents,
           scope_has_dates(&searched->scope) ? " for these dates" : "");
    if (tally->counts[AGENT_COMPLETE] == tally->agents)
        append_as_of(buffer, searched);
    if (tally->counts[AGENT_COMPLETE] == tally->agents || !in_full)
        return;
    append(buffer, " · ");
    if (tally->incomplete != NULL)
        append_agent(buffer, searched, tally->incomplete);
    else
        append_counts(buffer, tally);
}

static void append_trouble(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched)
{
    char number[TEXT_NUMBER_SIZE], moment[MOMENT_SIZE];
    size_t renamed = searched->tally.by_other_name;
    if (renamed > 0)
        append(buffer, " · %s %s may have %s", text_number(number, renamed),
               renamed == 1 ? "other" : "others",
               searched->tally.mixes_agents ? "some of them" : "had that name");
    if (searched->tally.has_others && searched->tally.listed_at == TIMESTAMP_NONE)
        append(buffer, " · others are not known yet");
    else if (searched->tally.has_others)
        append(buffer, " · others since %s are not known yet",
               moment_recent(moment, searched->tally.listed_at, searched->utc));
    if (searched->tally.purged > 0)
        append(buffer, " · before %s nothing is kept",
               moment_day(moment, searched->tally.kept_from, searched->utc));
    if (searched->tally.unreadable > 0)
        append(buffer, " · %s unreadable", text_number(number, searched->tally.unreadable));
    if (searched->tally.unread_times > 0)
        append(buffer, " · %s times cannot be read", text_number(number, searched->tally.unread_times));
    if (searched->tally.failing > 0)
        append(buffer, " · the last fetch failed");
}

static void append_all(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched,
                       bool in_full)
{
    const struct scope_tally *tally = &searched->tally;
    size_t lacking = tally->agents - tally->counts[AGENT_COMPLETE] + tally->by_other_name - tally->purged;
    bool is_stuck = tally->fetching < lacking;
    if (tally->fetching > 0)
        append(buffer, "fetching… · ");
    if (tally->agents == 0)
        append(buffer, "no agent has such a name or number now");
    else if (tally->agents == 1)
        append_only(buffer, searched);
    else
        append_many(buffer, searched, in_full);
    if (in_full)
        append_trouble(buffer, searched);
    else if (tally->has_others || tally->by_other_name > 0)
        append(buffer, " · there may be others");
    if (is_stuck && searched->fetch_key != NULL)
        append(buffer, in_full ? " · %s fetches the rest" : " · %s: fetch", searched->fetch_key);
}

const char *search_completeness_text(char buffer[COMPLETENESS_SIZE],
                                     const struct search_completeness *searched, unsigned columns)
{
    buffer[0] = '\0';
    if (searched->known == 0) {
        append(buffer, "no agents known yet");
        return buffer;
    }
    append_all(buffer, searched, true);
    if (text_width(buffer) > columns) {
        buffer[0] = '\0';
        append_all(buffer, searched, false);
    }
    return buffer;
}
