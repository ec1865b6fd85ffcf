#include "tui/command/command_sync.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_run.h"
#include "tui/command/hold_audio.h"
#include "tui/draw/text.h"

#include <stdio.h>

enum { NAME_SIZE = 160, COUNT_SIZE = 64 };

static void report_agent(struct command *command, const struct command_agent *agent)
{
    const struct agent_summary *summary = account_agent_by_number(command->account, agent->number);
    char name[NAME_SIZE];
    char count[TEXT_NUMBER_SIZE];
    char came[TEXT_NUMBER_SIZE];
    char coverage[COMMAND_COVERAGE_SIZE];
    if (!summary)
        return;
    bool failed = agent->left_out || summary->failure.kind != FAILURE_NONE;
    char unreadable[COUNT_SIZE] = "";
    if (summary->unreadable)
        snprintf(unreadable, sizeof unreadable, tr(", %s unreadable"),
                 text_number(came, summary->unreadable));
    command_tell(command,
                 tr_count("%s: %s recording, %s new, %s%s%s", "%s: %s recordings, %s new, %s%s%s",
                          summary->recordings),
                 text_escape(name, sizeof name, summary->name), text_number(count, summary->recordings),
                 text_number(came, summary->recordings > agent->had ? summary->recordings - agent->had : 0),
                 command_coverage_of(coverage, summary, command->config->utc), unreadable,
                 failed ? tr(", failed") : "");
}

static void report_sum(struct command *command)
{
    char agents[TEXT_NUMBER_SIZE];
    char came[TEXT_NUMBER_SIZE];
    char coverage[COMMAND_COVERAGE_SIZE];
    command_tell(command, tr_count("%s agent, %s new; %s", "%s agents, %s new; %s", command->agent_count),
                 text_number(agents, command->agent_count), text_number(came, command_fetch_new(command)),
                 command_coverage_text(coverage, command));
}

/* Where the server lists nobody the agents are those that the configuration names. */
static bool is_of_configured(const struct command *command)
{
    return command->config->agent_count > 0 && account_listed_at(command->account) == TIMESTAMP_NONE;
}

/* The log of a script gets a line for each agent; on a terminal the progress has told it. */
static void report(struct command *command)
{
    if (command->agent_count == 0) {
        command_stop(command, command_fetch_tell_none(command));
        return;
    }
    int status = command_fetch_status(command);
    bool lacks_others = command_coverage_has_others(command) && !is_of_configured(command);
    for (size_t i = 0; i < command->agent_count && (!command->terminal || command->agent_count == 1); i++)
        report_agent(command, &command->agents[i]);
    if (command->agent_count > 1 || lacks_others)
        report_sum(command);
    hold_audio_tell_gone(command);
    command_stop(command, status == COMMAND_DONE && lacks_others ? COMMAND_PARTIAL : status);
}

static const struct command_stage report_stage = {report, NULL, NULL};

int command_sync(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&command_fetch_roster_first,
                                                         &command_fetch_find_listed,
                                                         &command_fetch_recordings,
                                                         &command_fetch_check,
                                                         &hold_audio_stage,
                                                         &report_stage,
                                                         NULL};
    return command_run(startup, &(struct command_plan){.stages = stages, .keeps_what_came = true});
}
