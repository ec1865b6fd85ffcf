#include "tui/command_coverage.h"

#include "model/timestamp.h"
#include "tui/text.h"

#include <stdio.h>

struct tally {
    size_t counts[AGENT_COMPLETE + 1];
    int64_t as_of; /* the earliest of the complete ones */
};

static const struct agent_summary *summary_of(const struct command *command, size_t index)
{
    return account_agent_by_number(command->account, command->agents[index].number);
}

static struct tally tally_of(const struct command *command)
{
    struct tally tally = {.as_of = TIMESTAMP_NONE};
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *agent = summary_of(command, i);
        enum agent_completeness completeness = agent ? agent->completeness : AGENT_UNFETCHED;
        tally.counts[completeness]++;
        if (completeness != AGENT_COMPLETE || agent->as_of == TIMESTAMP_NONE)
            continue;
        if (tally.as_of == TIMESTAMP_NONE || agent->as_of < tally.as_of)
            tally.as_of = agent->as_of;
    }
    return tally;
}

const char *command_coverage_of(char buffer[COMMAND_COVERAGE_SIZE], const struct agent_summary *agent,
                                bool utc)
{
    char as_of[TIMESTAMP_TEXT_SIZE];
    char other[TIMESTAMP_TEXT_SIZE];
    timestamp_short_text(as_of, agent->as_of, utc);
    if (agent->completeness == AGENT_UNFETCHED)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "never fetched");
    else if (agent->completeness == AGENT_COMPLETE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "complete as of %s", as_of);
    else if (agent->complete_from != TIMESTAMP_NONE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "complete only from %s to %s",
                 timestamp_short_text(other, agent->complete_from, utc), as_of);
    else if (agent->complete_until != TIMESTAMP_NONE)
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "complete only up to %s",
                 timestamp_short_text(other, agent->complete_until, utc));
    else
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "incomplete");
    return buffer;
}

static const char *describe_many(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command)
{
    struct tally tally = tally_of(command);
    char as_of[TIMESTAMP_TEXT_SIZE];
    char rest[100] = "";
    int length = 0;
    if (tally.counts[AGENT_PARTIAL])
        length = snprintf(rest, sizeof rest, ", %zu in part", tally.counts[AGENT_PARTIAL]);
    if (tally.counts[AGENT_UNFETCHED])
        snprintf(rest + length, sizeof rest - (size_t)length, ", %zu never fetched",
                 tally.counts[AGENT_UNFETCHED]);
    if (tally.counts[AGENT_COMPLETE])
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "complete for %zu of %zu agents as of %s%s",
                 tally.counts[AGENT_COMPLETE], command->agent_count,
                 timestamp_short_text(as_of, tally.as_of, command->config->utc), rest);
    else
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "complete for none of %zu agents%s", command->agent_count,
                 rest);
    return buffer;
}

const char *command_coverage_text(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command)
{
    if (command->agent_count == 0) {
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "no agents are known");
        return buffer;
    }
    const struct agent_summary *agent = summary_of(command, 0);
    if (command->agent_count > 1 || !agent)
        return describe_many(buffer, command);
    char name[160];
    char what[COMMAND_COVERAGE_SIZE];
    command_coverage_of(what, agent, command->config->utc);
    snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s: %.200s", text_escape(name, sizeof name, agent->name), what);
    return buffer;
}

bool command_coverage_is_complete(const struct command *command)
{
    return command->agent_count > 0 && tally_of(command).counts[AGENT_COMPLETE] == command->agent_count;
}
