#include "tui/command/command_coverage.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/draw/text.h"

#include <stdio.h>

enum { DATES_SIZE = 160 };

/* Nothing is known of so many agents. */
static void count_unknown(struct scope_tally *tally, size_t count)
{
    if (count == 0)
        return;
    tally->agents += count;
    tally->counts[AGENT_UNFETCHED] += count;
    tally->only = tally->incomplete = NULL;
}

static struct scope_tally tally_of(const struct command *command)
{
    struct scope_tally tally = SCOPE_TALLY_NONE;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *agent = command_agent_summary(command, i);
        if (agent)
            scope_count(&command->scope, agent, &tally);
        else
            count_unknown(&tally, 1); /* gone meanwhile */
    }
    count_unknown(&tally, command->unknown);
    if (command->options->agent_count == 0)
        scope_count_others(&command->scope, account_listed_at(command->account), &tally);
    scope_count_notes(&command->scope, command->account, &tally);
    return tally;
}

const char *command_coverage_of(char buffer[COMMAND_COVERAGE_SIZE], const struct agent_summary *agent,
                                bool utc)
{
    char as_of[TIMESTAMP_TEXT_SIZE];
    char other[TIMESTAMP_TEXT_SIZE];
    timestamp_short_text(as_of, agent->as_of, utc);
    if (agent->doubt == AGENT_UNCHECKED)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s",
                 tr("the archive is not checked yet: some may be missing"));
    else if (agent->doubt == AGENT_UNCHECKABLE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s",
                 tr("the archive cannot be checked: some may be missing"));
    else if (agent->doubt == AGENT_DAMAGED)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s", tr("the archive is damaged: some may be missing"));
    else if (agent->completeness == AGENT_UNFETCHED)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s",
                 agent->unreadable ? tr("incomplete") : tr("never fetched"));
    else if (agent->completeness == AGENT_COMPLETE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, tr("complete as of %s"), as_of);
    else if (agent->complete_from != TIMESTAMP_NONE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, tr("complete only from %s to %s"),
                 timestamp_short_text(other, agent->complete_from, utc), as_of);
    else if (agent->fetched_from != TIMESTAMP_NONE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, tr("fetched back to %s as of %s"),
                 timestamp_short_text(other, agent->fetched_from, utc), as_of);
    else if (agent->complete_until != TIMESTAMP_NONE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, tr("complete only up to %s"),
                 timestamp_short_text(other, agent->complete_until, utc));
    else
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s", tr("incomplete"));
    return buffer;
}

/* " back to 2024-05-01 00:00:00", " up to …", " from … to …", " from … on", or nothing. */
static const char *dates_text(char buffer[DATES_SIZE], const struct command *command)
{
    const struct scope *scope = &command->scope;
    char begin[TIMESTAMP_TEXT_SIZE], end[TIMESTAMP_TEXT_SIZE];
    bool utc = command->config->utc;
    timestamp_short_text(begin, scope->begin, utc);
    timestamp_short_text(end, scope->end == INT64_MAX ? TIMESTAMP_NONE : scope->end, utc);
    if (!scope_has_dates(scope))
        buffer[0] = '\0';
    else if (scope->is_to_come)
        snprintf(buffer, DATES_SIZE, tr(" from %s on, which is in the future,"), begin);
    else if (scope->end == INT64_MAX)
        snprintf(buffer, DATES_SIZE, tr(" back to %s"), begin);
    else if (scope->begin == INT64_MIN)
        snprintf(buffer, DATES_SIZE, tr(" up to %s"), end);
    else
        snprintf(buffer, DATES_SIZE, tr(" from %s to %s"), begin, end);
    return buffer;
}

/* " as of 2024-05-03 14:02:11"; nothing of a period that was over when it was read. */
static const char *as_of_text(char buffer[DATES_SIZE], const struct command *command, int64_t as_of)
{
    char time[TIMESTAMP_TEXT_SIZE];
    buffer[0] = '\0';
    if (as_of != TIMESTAMP_NONE)
        snprintf(buffer, DATES_SIZE, tr(" as of %s"),
                 timestamp_short_text(time, as_of, command->config->utc));
    return buffer;
}

static void describe_one(char what[COMMAND_COVERAGE_SIZE], const struct command *command,
                         const struct agent_summary *agent)
{
    char dates[DATES_SIZE], as_of[DATES_SIZE];
    if (scope_completeness(&command->scope, agent) == AGENT_COMPLETE)
        snprintf(what, COMMAND_COVERAGE_SIZE, tr("complete%s%s"), dates_text(dates, command),
                 as_of_text(as_of, command, agent->as_of));
    else if (agent->completeness == AGENT_COMPLETE && agent->doubt == AGENT_SURE &&
             agent->unread_times > 0) /* which may belong here */
        snprintf(what, COMMAND_COVERAGE_SIZE, tr("all fetched%s"), as_of_text(as_of, command, agent->as_of));
    else
        command_coverage_of(what, agent, command->config->utc);
}

static void describe_many(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command,
                          const struct scope_tally *tally)
{
    char as_of[DATES_SIZE], dates[DATES_SIZE], rest[100] = "";
    if (tally->counts[AGENT_PARTIAL])
        snprintf(rest, sizeof rest, tr(", %zu in part"), tally->counts[AGENT_PARTIAL]);
    if (tally->counts[AGENT_UNFETCHED])
        text_append(rest, sizeof rest, tr(", %zu never fetched"), tally->counts[AGENT_UNFETCHED]);
    if (tally->counts[AGENT_COMPLETE])
        snprintf(buffer, COMMAND_COVERAGE_SIZE,
                 tr_count("complete%s for %zu of %zu agent%s%s", "complete%s for %zu of %zu agents%s%s",
                          tally->agents),
                 dates_text(dates, command), tally->counts[AGENT_COMPLETE], tally->agents,
                 as_of_text(as_of, command, tally->as_of), rest);
    else
        snprintf(buffer, COMMAND_COVERAGE_SIZE,
                 tr_count("complete%s for none of %zu agent%s", "complete%s for none of %zu agents%s",
                          tally->agents),
                 dates_text(dates, command), tally->agents, rest);
}

static void describe(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command,
                     const struct scope_tally *tally)
{
    char name[160], what[COMMAND_COVERAGE_SIZE];
    if (tally->agents == 0) {
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s", tr("no agent has such a name or number now"));
    } else if (!tally->only) {
        describe_many(buffer, command, tally);
    } else {
        describe_one(what, command, tally->only);
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s: %.200s",
                 text_escape(name, sizeof name, tally->only->name), what);
    }
}

static void append_others(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command,
                          int64_t listed_at)
{
    char since[TIMESTAMP_TEXT_SIZE];
    if (listed_at == TIMESTAMP_NONE)
        text_append(buffer, COMMAND_COVERAGE_SIZE, "%s",
                    tr("; the server has never listed its agents: there may be others"));
    else
        text_append(buffer, COMMAND_COVERAGE_SIZE,
                    tr("; the server last listed its agents on %s: there may be others since"),
                    timestamp_short_text(since, listed_at, command->config->utc));
}

static void append_unread(char buffer[COMMAND_COVERAGE_SIZE], const struct scope_tally *tally)
{
    char count[64];
    if (tally->unreadable)
        text_append(buffer, COMMAND_COVERAGE_SIZE, tr("; %s unreadable, left out"),
                    text_number(count, tally->unreadable));
    if (tally->unread_times)
        text_append(buffer, COMMAND_COVERAGE_SIZE,
                    tr_count("; %s recording with a time that cannot be read may belong here",
                             "; %s recordings with times that cannot be read may belong here",
                             tally->unread_times),
                    text_number(count, tally->unread_times));
}

const char *command_coverage_text(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command)
{
    const struct scope_tally tally = tally_of(command);
    char kept[TIMESTAMP_TEXT_SIZE];
    if (command->agent_count == 0) {
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s", tr("no agents are known"));
        return buffer;
    }
    describe(buffer, command, &tally);
    if (tally.by_other_name > 0)
        text_append(buffer, COMMAND_COVERAGE_SIZE,
                    tally.mixes_agents ? tr("; %zu more may hold some of them")
                                       : tr("; %zu more may have had that name, name them by number"),
                    tally.by_other_name);
    if (tally.purged > 0)
        text_append(buffer, COMMAND_COVERAGE_SIZE, tr("; before %s nothing is kept"),
                    timestamp_short_text(kept, tally.kept_from, command->config->utc));
    append_unread(buffer, &tally);
    if (tally.lacks_notes)
        text_append(buffer, COMMAND_COVERAGE_SIZE,
                    tr("; notes were damaged, some may be missing: tapedeck notes export names the file"));
    if (tally.has_others)
        append_others(buffer, command, tally.listed_at);
    return buffer;
}

bool command_coverage_has_others(const struct command *command)
{
    const struct scope_tally tally = tally_of(command);
    return tally.has_others;
}

bool command_coverage_is_complete(const struct command *command)
{
    const struct scope_tally tally = tally_of(command);
    return scope_is_complete(&tally);
}

int command_coverage_status(int fetched, bool is_whole, bool is_nothing)
{
    if (fetched != COMMAND_DONE)
        return is_nothing ? fetched : COMMAND_PARTIAL;
    if (!is_whole)
        return COMMAND_PARTIAL;
    return is_nothing ? COMMAND_NO_MATCH : COMMAND_DONE;
}
