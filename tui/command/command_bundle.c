#include "tui/command/command_bundle.h"

#include "model/account/account_audit.h"
#include "model/bundle/bundler.h"
#include "model/query/list_walk.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"
#include "tui/draw/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT_SIZE = 64, REFERENCE_SIZE = 300, BLOCK = 16, FIRST_CALL = 2 };

/* What belongs to the case is looked for first, then its audio is gathered, then all is written. */
struct bundling {
    struct command *command;
    struct bundler *bundler;
    struct list_walk *walk; /* NULL: all is found */
    size_t call;            /* the place of the one that is looked for, among the words */
    size_t found, unknown;  /* recordings; calls that the archive does not have */
    bool is_found;          /* something of that call is */
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

static bool names_calls(const struct command *command)
{
    return command->options->word_count > FIRST_CALL;
}

static bool prepare(struct command *command, struct failure *failure)
{
    char quoted[COUNT_SIZE];
    const struct options *options = command->options;
    bool is_list = options->filter || options->since || options->until;
    for (size_t i = FIRST_CALL; i < options->word_count; i++) {
        if (command_query_call(options->words[i]))
            continue;
        failure_set(failure, FAILURE_USAGE,
                    tr("give the case, and behind it numbers of calls as list shows them"),
                    tr("'%s' is no CALLID"), failure_quote(quoted, sizeof quoted, options->words[i]));
        return false;
    }
    if (names_calls(command) && is_list)
        failure_set(failure, FAILURE_USAGE, tr("leave the calls or the filter away"),
                    tr("a bundle is of calls by their numbers, or of what a filter and dates find"));
    else if (!names_calls(command) && !is_list && options->agent_count == 0)
        failure_set(failure, FAILURE_USAGE, tr("name calls, or give --agent, --filter or --since"),
                    tr("nothing says what to bundle"));
    else
        return command_query_prepare(command, failure);
    return false;
}

static bool take_row(void *context, const struct listed_recording *row)
{
    char agent[REFERENCE_SIZE] = "";
    struct bundling *bundling = context;
    struct command *command = bundling->command;
    const struct agent_summary *summary = account_agent_by_number(command->account, row->agent);
    if (names_calls(command) &&
        row->recording.queue_call_id != command_query_call(command->options->words[bundling->call]))
        return false;
    if (!command_query_wants(command, row))
        return true;
    if (summary)
        agent_reference_text(agent, sizeof agent, &summary->reference);
    bundling->is_found = true;
    bundling->found++;
    bundler_add(bundling->bundler, &row->recording, agent);
    return true;
}

static void find_call(struct bundling *bundling);

static void on_walked(void *context, const struct failure *failure)
{
    struct bundling *bundling = context;
    bundling->walk = NULL;
    if (failure) {
        bundling->failure = *failure;
        return;
    }
    if (!names_calls(bundling->command))
        return;
    if (!bundling->is_found)
        command_tell(bundling->command,
                     tr("call %s is not in the archive: fetch it first, with tapedeck sync or --agent"),
                     bundling->command->options->words[bundling->call]);
    bundling->unknown += !bundling->is_found;
    bundling->call++;
    find_call(bundling);
}

static void start_walk(struct bundling *bundling, const struct list_query *query, size_t block)
{
    const struct list_walk_options walk = {
        .queries = account_queries(bundling->command->account),
        .query = *query,
        .block = block,
        .take = take_row,
        .ended = on_walked,
        .context = bundling,
    };
    bundling->walk = list_walk_start(&walk);
}

static void find_call(struct bundling *bundling)
{
    const struct options *options = bundling->command->options;
    bundling->is_found = false;
    if (bundling->call >= options->word_count)
        return;
    const struct list_query query = list_query_of_call(command_query_call(options->words[bundling->call]));
    start_walk(bundling, &query, BLOCK);
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
        .path = path,
        .key = command->config->bundle_key,
        .retries = command->options->retries,
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
    const struct list_query query = command_query(command);
    bundling->command = command;
    bundling->call = FIRST_CALL;
    command->state = bundling;
    command->describe = describe;
    open_bundler(bundling);
    if (names_calls(command))
        find_call(bundling);
    else
        start_walk(bundling, &query, 0);
}

/* Its own line is in the log before that is read, and so in the bundle. */
static void note(struct bundling *bundling)
{
    struct command *command = bundling->command;
    const struct audit_entry entry = {
        .action = "bundle",
        .case_name = case_of(command),
        .purpose = command->options->purpose,
        .filter = command->options->filter,
        .recordings = (int64_t)bundling->found,
    };
    account_note(command->account, 0, &entry);
}

static bool is_done(struct command *command)
{
    struct bundling *bundling = command->state;
    if (bundling->walk)
        return false;
    if (bundling->failure.kind != FAILURE_NONE || bundling->found == 0)
        return true;
    if (!bundling->is_begun) {
        bundling->is_begun = true;
        note(bundling);
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
    if (bundling->failure.kind != FAILURE_NONE) {
        command_tell_failure(command, &bundling->failure);
        return (int)command_failure_status(&bundling->failure);
    }
    if (!names_calls(command))
        command_tell(command, "%s", command_coverage_text(coverage, command));
    if (!bundling->found)
        return COMMAND_NO_MATCH;
    puts(bundling->path);
    fflush(stdout);
    command_tell(command,
                 tr(command->config->bundle_key ? N_("bundled %s, signed")
                                                : N_("bundled %s, not signed: no key is in [bundle]")),
                 text_count(count, sizeof count, bundling->found,
                            tr_count("%s recording", "%s recordings", bundling->found)));
    if (bundling->missing)
        command_tell(command, tr("without audio: %s; the bundle says why"),
                     text_count(count, sizeof count, bundling->missing,
                                tr_count("%s recording", "%s recordings", bundling->missing)));
    bool is_all = names_calls(command) || command_coverage_is_complete(command);
    return bundling->missing || bundling->unknown || !is_all ? COMMAND_PARTIAL : COMMAND_DONE;
}

static void end(struct command *command)
{
    struct bundling *bundling = command->state;
    command_progress_clear(command);
    list_walk_stop(&bundling->walk);
    if (!command_is_stopped(command))
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
    static const struct command_stage *const kept[] = {&command_fetch_find, &read_stage, &bundle_stage, NULL};
    static const struct command_stage *const fetched[] = {&command_fetch_find, &command_fetch_recordings,
                                                          &read_stage, &bundle_stage, NULL};
    return command_run(
        startup,
        &(struct command_plan){.stages = startup->options.agent_count ? fetched : kept, .prepare = prepare});
}
