#include "tui/commands.h"

#include "net/base/translate.h"
#include "tui/command/command_agents.h"
#include "tui/command/command_audio.h"
#include "tui/command/command_bundle.h"
#include "tui/command/command_docs.h"
#include "tui/command/command_doctor.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_hold.h"
#include "tui/command/command_list.h"
#include "tui/command/command_log.h"
#include "tui/command/command_notes.h"
#include "tui/command/command_purge.h"
#include "tui/command/command_save.h"
#include "tui/command/command_setup.h"
#include "tui/command/command_stats.h"
#include "tui/command/command_sync.h"
#include "tui/command/command_verify.h"
#include "tui/command/command_wipe.h"
#include "tui/command/options_completion.h"
#include "tui/command/options_help.h"
#include "tui/command/startup.h"
#include "tui/screen/screen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

static int show_screen(const struct startup *startup)
{
    char reference[AGENT_REFERENCE_SIZE];
    const struct options *options = &startup->options;
    struct app_options screen = {
        .config = &startup->config,
        .account = startup->account,
    };
    screen.account.live = true;
    screen.fresh = options->fresh;
    screen.has_view = options->view != NULL;
    screen.filter = options->filter;
    screen.sorting = options->sorting;
    screen.oldest_first = options->oldest_first;
    if (options->agent_count && options->agents[0].name)
        screen.initial_agent_name = options->agents[0].name;
    else if (options->agent_count)
        screen.initial_agent_reference =
            agent_reference_text(reference, sizeof reference, &options->agents[0].reference);
    return screen_run(&screen);
}

static int show_version(const struct startup *startup)
{
    (void)startup;
    puts("tapedeck " TAPEDECK_VERSION);
    return COMMAND_DONE;
}

const struct command_row commands[] = {
    {"", NULL, NULL, "agent color fresh view", COMMAND_ASKS | COMMAND_ONE_AGENT, show_screen,
     "tapedeck --url https://telephone.example/mot/greenbox\ntapedeck --agent \"Ida Holm\"\ntapedeck "
     "--offline"},
    {"agents", NULL, N_("print the agents"), "retries format csv excel-safe", COMMAND_ASKS, command_agents,
     "tapedeck agents\ntapedeck agents --offline --format csv >agents.csv"},
    {"sync", NULL, N_("fetch recordings: of all agents, or of each --agent"),
     "agent... verify accept-losses retries", COMMAND_ASKS | COMMAND_KEEPS, command_sync,
     "tapedeck sync                              # of all agents, as every night\n"
     "tapedeck sync --agent 103 --agent ida@example.com\ntapedeck sync --verify"},
    {"list", NULL, N_("print recordings, newest first; fetches those of each --agent"),
     "agent... filter view since until limit oldest-first sort output format csv excel-safe purpose retries",
     COMMAND_ASKS_OF_SOME, command_list,
     "tapedeck list --agent \"Ida Holm\" --since yesterday\n"
     "tapedeck list --agent 103 --filter '8312 longer:5m' --limit 20\n"
     "tapedeck list --offline --filter 'queue:sales on:w18' --csv=excel >sales.csv\n"
     "tapedeck list --offline --since 'last month' -o calls.xlsx\n"
     "tapedeck list --offline --sort -length --limit 20"},
    {"stats", NULL, N_("count calls and lengths by agent, queue, day, hour or weekday"),
     "by agent... filter view since until format csv excel-safe retries", COMMAND_ASKS_OF_SOME, command_stats,
     "tapedeck stats --by queue --since 'last month'\n"
     "tapedeck stats --agent 103 --by day --filter 'longer:5m' --format csv\n"
     "tapedeck stats --offline --by hour --filter queue:sales"},
    {"purge", NULL, N_("delete what is older than the retention; what has no start stays"),
     "before agent... dry-run", COMMAND_KEEPS, command_purge,
     "tapedeck purge --before 2024-01-01 --agent 103 --dry-run\ntapedeck purge --before -2y"},
    {"audio", "CALLID", N_("write the audio of a call to standard output"), "agent... file purpose",
     COMMAND_ASKS, command_audio, "tapedeck audio 47610 >call.mp3\ntapedeck audio 47610 | mpv -"},
    {"save", "[CALLID...]", N_("save audio as files: of each CALLID, or of what is found"),
     "agent... filter view since until output sidecar purpose retries", COMMAND_ASKS, command_save,
     "tapedeck save 47610\n"
     "tapedeck save --agent 103 --filter 8312 -o '{caller4}/{start:%Y-%m-%d}_{call}.mp3'"},
    {"notes", "export|import", N_("write marks, tags and notes as JSON lines, or read them again"), "purpose",
     0, command_notes,
     "tapedeck notes export >notes.jsonl\n"
     "tapedeck notes import <notes.jsonl"},
    {"hold", "CALLID...", N_("keep recordings, whatever retention and the server delete"),
     "agent... reason until retries", COMMAND_ASKS, command_hold,
     "tapedeck hold 47610 --reason 'case 12' --until 2027-01-31\n"
     "tapedeck hold 47610 47611 --agent 103 --reason 'complaint of 3 May'"},
    {"release", "CALLID...", N_("end holds: what only they kept is deleted"), NULL, COMMAND_KEEPS,
     command_release, "tapedeck release 47610"},
    {"held", NULL, N_("print what is on hold"), "format csv excel-safe purpose", 0, command_held,
     "tapedeck held\ntapedeck held --format jsonl"},
    {"bundle", "CASE [CALLID...]", N_("put recordings of a case into a zip that proves itself"),
     "agent... filter since until output purpose retries", COMMAND_ASKS, command_bundle,
     "tapedeck bundle case-12 47610 47611\ntapedeck bundle case-12 --filter held:yes --offline -o "
     "~/case-12.zip"},
    {"verify", "BUNDLE", N_("check a bundle, or the folder into which it was unpacked"), "signer",
     COMMAND_ALONE, command_verify,
     "tapedeck verify case-12.zip\ntapedeck verify case-12.zip --signer ida.pub"},
    {"peaks", "CALLID", N_("print what a call sounds like, as JSON"), "format purpose", COMMAND_ASKS,
     command_peaks, "tapedeck peaks 47610 >call.json"},
    {"setup", NULL, N_("ask for address and secret, try them, write the configuration"), NULL,
     COMMAND_CONFIGURES, command_setup, "tapedeck setup\ntapedeck setup --ca ~/private-ca.pem"},
    {"doctor", NULL, N_("check configuration, server, archive, terminal; say what to mend"),
     "format csv excel-safe", COMMAND_CONFIGURES, command_doctor,
     "tapedeck doctor\ntapedeck doctor --offline --format json"},
    {"wipe", NULL, N_("delete all that is stored here of the account"), "yes dry-run", COMMAND_KEEPS,
     command_wipe,
     "tapedeck wipe --dry-run\ntapedeck wipe --url https://telephone.example/mot/greenbox --yes"},
    {"completion", "SHELL", N_("print what bash, zsh or fish complete"), NULL, COMMAND_ALONE,
     options_completion,
     "tapedeck completion fish | source\n"
     "tapedeck completion bash >~/.local/share/bash-completion/completions/tapedeck"},
    {"log", "[verify|prune]", N_("print, check or prune the access log: who heard and saved what"),
     "since until expect before dry-run format", COMMAND_ALONE, command_log,
     "tapedeck log\ntapedeck log --since yesterday\ntapedeck log --format jsonl | jq 'select(.call == "
     "47610)'\ntapedeck log verify --expect "
     "HEAD\ntapedeck log prune --before -2y"},
    {"help", "[COMMAND]", N_("show what a command does, its options and examples"), NULL, COMMAND_ALONE,
     options_help, "tapedeck help list\ntapedeck help filter"},
    {"version", NULL, NULL, NULL, COMMAND_ALONE, show_version, NULL},
    {"fill", NULL, NULL, NULL, COMMAND_ALONE, command_docs, NULL},
    {.name = NULL},
};
