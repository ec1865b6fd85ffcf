#include "tui/command_coverage.h"

#include "model/timestamp.h"
#include "tui/text.h"

#include <stdio.h>

enum { SINCE_SIZE = 64 };

struct tally {
    size_t counts[AGENT_COMPLETE + 1];
    int64_t as_of; /* the earliest of the complete ones */
};

static const struct agent_summary *summary_of(const struct command *command, size_t index)
{
    return account_agent_by_number(command->account, command->agents[index].number);
}

/* What is older than the archive's last look at the server says nothing about what has started since. */
static bool is_complete_since(const struct agent_summary *agent, int64_t since)
{
    bool reaches = agent->completeness == AGENT_COMPLETE ||
                   (agent->complete_from != TIMESTAMP_NONE && agent->complete_from <= since);
    return reaches && agent->as_of != TIMESTAMP_NONE && agent->as_of > since;
}

/* As far as the command is concerned. */
static enum agent_completeness completeness_of(const struct command *command,
                                               const struct agent_summary *agent)
{
    if (!agent)
        return AGENT_UNFETCHED;
    if (command->since == TIMESTAMP_NONE || agent->completeness == AGENT_UNFETCHED)
        return agent->completeness;
    return is_complete_since(agent, command->since) ? AGENT_COMPLETE : AGENT_PARTIAL;
}

static struct tally tally_of(const struct command *command)
{
    struct tally tally = {.as_of = TIMESTAMP_NONE};
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *agent = summary_of(command, i);
        enum agent_completeness completeness = completeness_of(command, agent);
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

/* " back to 2024-05-01 00:00:00", or nothing. */
static const char *since_text(char buffer[SINCE_SIZE], const struct command *command)
{
    char since[TIMESTAMP_TEXT_SIZE];
    buffer[0] = '\0';
    if (command->since != TIMESTAMP_NONE)
        snprintf(buffer, SINCE_SIZE, " back to %s",
                 timestamp_short_text(since, command->since, command->config->utc));
    return buffer;
}

static void describe_one(char what[COMMAND_COVERAGE_SIZE], const struct command *command,
                         const struct agent_summary *agent)
{
    char since[SINCE_SIZE];
    char as_of[TIMESTAMP_TEXT_SIZE];
    if (command->since != TIMESTAMP_NONE && completeness_of(command, agent) == AGENT_COMPLETE)
        snprintf(what, COMMAND_COVERAGE_SIZE, "complete%s as of %s", since_text(since, command),
                 timestamp_short_text(as_of, agent->as_of, command->config->utc));
    else
        command_coverage_of(what, agent, command->config->utc);
}

static const char *describe_many(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command)
{
    struct tally tally = tally_of(command);
    char as_of[TIMESTAMP_TEXT_SIZE];
    char since[SINCE_SIZE];
    char rest[100] = "";
    int length = 0;
    if (tally.counts[AGENT_PARTIAL])
        length = snprintf(rest, sizeof rest, ", %zu in part", tally.counts[AGENT_PARTIAL]);
    if (tally.counts[AGENT_UNFETCHED])
        snprintf(rest + length, sizeof rest - (size_t)length, ", %zu never fetched",
                 tally.counts[AGENT_UNFETCHED]);
    if (tally.counts[AGENT_COMPLETE])
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "complete%s for %zu of %zu agents as of %s%s",
                 since_text(since, command), tally.counts[AGENT_COMPLETE], command->agent_count,
                 timestamp_short_text(as_of, tally.as_of, command->config->utc), rest);
    else
        snprintf(buffer, COMMAND_COVERAGE_SIZE, "complete%s for none of %zu agents%s",
                 since_text(since, command), command->agent_count, rest);
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
    describe_one(what, command, agent);
    snprintf(buffer, COMMAND_COVERAGE_SIZE, "%s: %.200s", text_escape(name, sizeof name, agent->name), what);
    return buffer;
}

bool command_coverage_is_complete(const struct command *command)
{
    return command->agent_count > 0 && tally_of(command).counts[AGENT_COMPLETE] == command->agent_count;
}
