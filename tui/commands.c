#include "tui/commands.h"

#include "tui/command/command_agents.h"
#include "tui/command/command_audio.h"
#include "tui/command/command_docs.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_list.h"
#include "tui/command/command_purge.h"
#include "tui/command/command_save.h"
#include "tui/command/command_sync.h"
#include "tui/command/options_completion.h"
#include "tui/command/options_help.h"
#include "tui/command/startup.h"
#include "tui/screen/screen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

static int show_screen(const struct startup *startup)
{
    char reference[300];
    const struct options *options = &startup->options;
    struct app_options screen = {
        .config = &startup->config,
        .account = startup->account,
    };
    screen.account.live = true;
    if (options->agent_count)
        screen.initial_agent_reference =
            agent_reference_text(reference, sizeof reference, &options->agents[0]);
    return screen_run(&screen);
}

static int show_version(const struct startup *startup)
{
    (void)startup;
    puts("tapedeck " TAPEDECK_VERSION);
    return COMMAND_DONE;
}

const struct command_row commands[] = {
    {"", NULL, NULL, "agent color", COMMAND_ASKS | COMMAND_ONE_AGENT, show_screen},
    {"agents", NULL, "print the agents", "retries format csv excel-safe", COMMAND_ASKS, command_agents},
    {"sync", NULL, "fetch recordings into the archive: of all agents, or of each --agent",
     "agent... verify accept-losses retries", COMMAND_ASKS | COMMAND_KEEPS, command_sync},
    {"list", NULL, "print recordings, newest first; fetches those of each --agent before",
     "agent... filter since until limit oldest-first format csv excel-safe retries", COMMAND_ASKS_OF_SOME,
     command_list},
    {"purge", NULL, "delete what is older than the retention; what has no start stays",
     "before agent... dry-run", COMMAND_KEEPS, command_purge},
    {"audio", "CALLID", "write the audio of a call to standard output", NULL, COMMAND_ASKS, command_audio},
    {"save", "[CALLID...]", "save the audio of calls as files: of each CALLID, or of what is found",
     "agent... filter since until output sidecar retries", COMMAND_ASKS, command_save},
    {"peaks", "CALLID", "print what a call sounds like, as JSON", "format", COMMAND_ASKS, command_peaks},
    {"help", "[COMMAND]", "show what a command does and its options", NULL, COMMAND_ALONE, options_help},
    {"version", NULL, NULL, NULL, COMMAND_ALONE, show_version},
    {"fill", NULL, NULL, NULL, COMMAND_ALONE, command_docs},
    {"print-completion", NULL, NULL, NULL, COMMAND_ALONE, options_completion},
    {.name = NULL},
};
