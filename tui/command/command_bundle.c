#include "tui/command/command_bundle.h"

#include "model/bundle/bundler.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_chosen.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <stdlib.h>

enum { COUNT_SIZE = 64, FIRST_CALL = 2 };

/* What belongs to the case is looked for first, then its audio is gathered, then all is written. */
struct bundling {
    struct command *command;
    struct bundler *bundler;
    struct command_chosen chosen;
    size_t found, unknown; /* recordings; calls that the archive does not have */
    bool is_begun;
    bool is_ended;
    size_t missing; /* recordings without audio */
    char *path;     /* NULL: nothing was written, for the reason in `failure` */
    struct failure failure;
};

static const char *case_of(const struct command *command)
{
    return command->options->words[1];
}

static bool prepare(struct command *command, struct failure *failure)
{
    return command_chosen_prepare(command, FIRST_CALL, failure);
}

static void take(void *context, const struct listed_recording *row)
{
    char agent[AGENT_REFERENCE_SIZE];
    struct bundling *bundling = context;
    account_agent_reference(bundling->command->account, row->agent, agent);
    bundling->found++;
    bundler_add(bundling->bundler, &row->recording, agent);
}

static void count_unknown(void *context, int64_t call)
{
    struct bundling *bundling = context;
    command_chosen_tell_unknown(bundling->command, call);
    bundling->unknown++;
}

static void on_damaged(void *context, const struct failure *damage)
{
    struct bundling *bundling = context;
    command_tell(bundling->command, tr("%s; this is from the server"), damage->what);
}

static void on_ended(void *context, const struct bundler_result *result)
{
    struct bundling *bundling = context;
    bundling->is_ended = true;
    bundling->missing = result->missing;
    bundling->path = result->path ? memory_text(result->path) : NULL;
    if (result->failure)
        bundling->failure = *result->failure;
}

static void describe(const struct command *command, char *line, size_t size)
{
    const struct bundling *bundling = command->state;
    const struct saver_counts counts = bundler_counts(bundling->bundler);
    snprintf(line, size, tr("bundling: audio of %zu of %zu, %.1f MB"), counts.saved + counts.same,
             counts.total, (double)counts.bytes / 1e6);
}

static void open_bundler(struct bundling *bundling)
{
    char coverage[COMMAND_COVERAGE_SIZE];
    struct command *command = bundling->command;
    char *path = command->options->output ? memory_text(command->options->output) : NULL,
         *log = audit_log_folder();
    if (!path)
        path = bundler_default_path(case_of(command));
    bundling->bundler = bundler_open(&(struct bundler_options){
        .loop = &command->loop,
        .audio = account_audio(command->account),
        .holds = account_holds(command->account),
        .notes = account_notes(command->account),
        .case_name = case_of(command),
        .coverage = command_coverage_text(coverage, command),
        .log_folder = log,
        .account = account_status(command->account)->label,
        .path = path,
        .key = command->config->bundle_key,
        .retries = command->options->retries,
        .damaged = on_damaged,
        .ended = on_ended,
        .context = bundling,
    });
    free(log);
    free(path);
}

static bool is_read(struct command *command)
{
    const struct holds *holds = account_holds(command->account);
    const struct notes *notes = account_notes(command->account);
    return (!holds || !holds_is_busy(holds)) && (!notes || !notes_is_busy(notes)) &&
           command_fetch_is_checked(command);
}

static void begin(struct command *command)
{
    struct bundling *bundling = memory_new(sizeof *bundling);
    bundling->command = command;
    command->state = bundling;
    command->describe = describe;
    open_bundler(bundling);
    bundling->chosen = (struct command_chosen){.command = command,
                                               .first_call = FIRST_CALL,
                                               .take = take,
                                               .lacks = count_unknown,
                                               .context = bundling};
    command_chosen_begin(&bundling->chosen);
}

static void note(struct bundling *bundling, const char *result, size_t recordings)
{
    struct command *command = bundling->command;
    const struct audit_entry entry = {
        .action = "bundle",
        .case_name = case_of(command),
        .target = bundling->path,
        .result = result,
        .recordings = (int64_t)recordings,
    };
    command_query_note(command, &entry);
}

static bool is_done(struct command *command)
{
    struct bundling *bundling = command->state;
    if (bundling->chosen.walk)
        return false;
    if (bundling->chosen.failure.kind != FAILURE_NONE)
        bundling->failure = bundling->chosen.failure;
    if (bundling->failure.kind != FAILURE_NONE || bundling->found == 0)
        return true;
    if (!bundling->is_begun) {
        bundling->is_begun = true;
        note(bundling, "begun", bundling->found);
        bundler_begin(bundling->bundler);
    }
    if (!bundling->is_ended)
        bundler_turn(bundling->bundler);
    return bundling->is_ended;
}

static int status_of(struct bundling *bundling)
{
    char count[COUNT_SIZE], coverage[COMMAND_COVERAGE_SIZE];
    struct command *command = bundling->command;
    if (bundling->failure.kind != FAILURE_NONE)
        return command_tell_failure(command, &bundling->failure);
    if (!command_chosen_names_calls(command, FIRST_CALL))
        command_tell(command, "%s", command_coverage_text(coverage, command));
    if (!bundling->found)
        return COMMAND_NO_MATCH;
    puts(bundling->path);
    fflush(stdout);
    command_tell(command,
                 tr(command->config->bundle_key ? N_("bundled %s, signed")
                                                : N_("bundled %s, not signed: no key is in [bundle]")),
                 text_count(count, sizeof count, bundling->found, "%s recording", "%s recordings"));
    if (bundling->missing)
        command_tell(command, tr("without audio: %s; the bundle says why"),
                     text_count(count, sizeof count, bundling->missing, "%s recording", "%s recordings"));
    bool is_all = command_chosen_names_calls(command, FIRST_CALL) || command_coverage_is_complete(command);
    return bundling->missing || bundling->unknown || !is_all ? COMMAND_PARTIAL : COMMAND_DONE;
}

static void end(struct command *command)
{
    struct bundling *bundling = command->state;
    command_progress_clear(command);
    command_chosen_stop(&bundling->chosen);
    if (bundling->is_begun && bundling->path)
        note(bundling, "done", bundling->found);
    else if (bundling->is_begun)
        note(bundling, command->stopped ? "stopped" : "failed", 0);
    if (!command->stopped)
        command_stop(command, status_of(bundling));
    command->describe = NULL;
    bundler_close(&bundling->bundler);
    free(bundling->path);
    free(bundling);
    command->state = NULL;
}

static const struct command_stage read_stage = {NULL, is_read, NULL};
static const struct command_stage bundle_stage = {begin, is_done, end};

int command_bundle(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&read_stage, &bundle_stage, NULL};
    return command_chosen_run(startup, prepare, stages);
}
