#include "tui/words/search_completeness.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

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
    return scope_is_complete(&searched->tally) ? "" : tr(" so far");
}

static void append_as_of(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched)
{
    char moment[MOMENT_SIZE];
    if (searched->tally.as_of != TIMESTAMP_NONE)
        text_append(buffer, COMPLETENESS_SIZE, tr(", as of %s"),
                    moment_recent(moment, searched->tally.as_of, searched->utc));
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
    text_fit(name, sizeof(name), agent->name, NAME_COLUMNS);
    if (agent->completeness == AGENT_UNFETCHED)
        text_append(buffer, COMPLETENESS_SIZE, tr("%s not fetched"), name);
    else if (is_out_of_date(&searched->scope, agent))
        text_append(buffer, COMPLETENESS_SIZE, tr("%s only as of %s"), name,
                    moment_recent(day, agent->as_of, searched->utc));
    else if (agent->complete_from != TIMESTAMP_NONE)
        text_append(buffer, COMPLETENESS_SIZE, tr("%s only back to %s"), name,
                    moment_first_day(day, agent->complete_from, searched->utc));
    else if (agent->fetched_from != TIMESTAMP_NONE)
        text_append(buffer, COMPLETENESS_SIZE, tr("%s only the newest part"), name);
    else if (agent->complete_until != TIMESTAMP_NONE)
        text_append(buffer, COMPLETENESS_SIZE, tr("%s only up to %s"), name,
                    moment_last_day(day, agent->complete_until, searched->utc));
    else
        text_append(buffer, COMPLETENESS_SIZE, tr("%s only in part"), name);
}

/* "3 in part, 25 not fetched" */
static void append_counts(char buffer[COMPLETENESS_SIZE], const struct scope_tally *tally)
{
    char number[TEXT_NUMBER_SIZE];
    if (tally->counts[AGENT_PARTIAL] > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr("%s in part"),
                    text_number(number, tally->counts[AGENT_PARTIAL]));
    if (tally->counts[AGENT_UNFETCHED] > 0)
        text_append(buffer, COMPLETENESS_SIZE,
                    tally->counts[AGENT_PARTIAL] > 0 ? tr(", %s not fetched") : tr("%s not fetched"),
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
    text_append(buffer, COMPLETENESS_SIZE,
                scope_has_dates(&searched->scope) ? tr("%s complete for these dates") : tr("%s complete"),
                text_fit(name, sizeof(name), agent->name, NAME_COLUMNS));
    append_as_of(buffer, searched);
}

static void append_many(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched,
                        bool in_full)
{
    const struct scope_tally *tally = &searched->tally;
    char complete[TEXT_NUMBER_SIZE], agents[TEXT_NUMBER_SIZE];
    text_number(complete, tally->counts[AGENT_COMPLETE]);
    text_number(agents, tally->agents);
    if (in_full && scope_has_dates(&searched->scope))
        text_append(buffer, COMPLETENESS_SIZE,
                    tr_count("%s of %s agent complete for these dates",
                             "%s of %s agents complete for these dates", tally->agents),
                    complete, agents);
    else if (in_full)
        text_append(buffer, COMPLETENESS_SIZE,
                    tr_count("%s of %s agent complete", "%s of %s agents complete", tally->agents), complete,
                    agents);
    else
        text_append(buffer, COMPLETENESS_SIZE,
                    scope_has_dates(&searched->scope) ? tr("%s of %s complete for these dates")
                                                      : tr("%s of %s complete"),
                    complete, agents);
    if (tally->counts[AGENT_COMPLETE] == tally->agents)
        append_as_of(buffer, searched);
    if (tally->counts[AGENT_COMPLETE] == tally->agents || !in_full)
        return;
    text_append(buffer, COMPLETENESS_SIZE, " · ");
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
        text_append(buffer, COMPLETENESS_SIZE,
                    searched->tally.mixes_agents ? tr_count(" · %s other may have some of them",
                                                            " · %s others may have some of them", renamed)
                                                 : tr_count(" · %s other may have had that name",
                                                            " · %s others may have had that name", renamed),
                    text_number(number, renamed));
    if (searched->tally.has_others && searched->tally.listed_at == TIMESTAMP_NONE)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · others are not known yet"));
    else if (searched->tally.has_others)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · others since %s are not known yet"),
                    moment_recent(moment, searched->tally.listed_at, searched->utc));
    if (searched->tally.purged > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · before %s nothing is kept"),
                    moment_day(moment, searched->tally.kept_from, searched->utc));
    if (searched->tally.lacks_notes)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · notes were damaged, some may be missing"));
    if (searched->tally.unreadable > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · %s unreadable"),
                    text_number(number, searched->tally.unreadable));
    if (searched->tally.unread_times > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · %s times cannot be read"),
                    text_number(number, searched->tally.unread_times));
    if (searched->tally.failing > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · the last fetch failed"));
}

static void append_all(char buffer[COMPLETENESS_SIZE], const struct search_completeness *searched,
                       bool in_full)
{
    const struct scope_tally *tally = &searched->tally;
    size_t lacking = tally->agents - tally->counts[AGENT_COMPLETE] + tally->by_other_name - tally->purged;
    bool is_stuck = tally->fetching < lacking;
    if (tally->fetching > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr("fetching… · "));
    if (tally->agents == 0)
        text_append(buffer, COMPLETENESS_SIZE, tr("no agent has such a name or number now"));
    else if (tally->agents == 1)
        append_only(buffer, searched);
    else
        append_many(buffer, searched, in_full);
    if (in_full)
        append_trouble(buffer, searched);
    else if (tally->has_others || tally->by_other_name > 0)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · there may be others"));
    if (!in_full && tally->lacks_notes)
        text_append(buffer, COMPLETENESS_SIZE, tr(" · notes may be missing"));
    if (is_stuck && searched->fetch_key != NULL)
        text_append(buffer, COMPLETENESS_SIZE, in_full ? tr(" · %s fetches the rest") : tr(" · %s: fetch"),
                    searched->fetch_key);
}

const char *search_completeness_text(char buffer[COMPLETENESS_SIZE],
                                     const struct search_completeness *searched, unsigned columns)
{
    buffer[0] = '\0';
    if (searched->known == 0) {
        text_append(buffer, COMPLETENESS_SIZE, tr("no agents known yet"));
        return buffer;
    }
    append_all(buffer, searched, true);
    if (text_width(buffer) > columns) {
        buffer[0] = '\0';
        append_all(buffer, searched, false);
    }
    return buffer;
}
