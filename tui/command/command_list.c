#include "tui/command/command_list.h"

#include "model/keep/kept_file.h"
#include "model/query/list_walk.h"
#include "model/recording/export.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"
#include "net/base/translate.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"
#include "tui/command/command_style.h"
#include "tui/command/command_table.h"
#include "tui/draw/text.h"
#include "tui/words/about_list.h"
#include "tui/words/sort_words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 2000, COUNT_SIZE = 64, SHOWN_PATH = 400 };

static const struct command_column columns[] = {{N_("START"), false},  {N_("LENGTH"), true},
                                                {N_("CALLER"), false}, {N_("CALL"), true},
                                                {N_("AGENT"), false},  {N_("QUEUE"), false}};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* A list on its way from the archive to the output, block by block. */
struct list {
    struct command *command;
    struct list_walk *walk; /* NULL: it has come to its end */
    uint64_t written;
    struct failure failure;
    struct command_table table;
    struct record_writer writer;
    struct kept_draft *draft; /* of the file; NULL: standard output */
    char *kept_as;            /* where that is now; NULL: nowhere */
    FILE *stream;             /* on a copy of it, or standard output */
};

static bool is_table(const struct list *list)
{
    return list->command->options->format == OPTIONS_TABLE;
}

static void put_table_row(struct list *list, const struct recording *recording)
{
    char started[TIMESTAMP_TEXT_SIZE];
    char length[TIMESTAMP_TEXT_SIZE];
    char call[TIMESTAMP_TEXT_SIZE] = "";
    if (recording->queue_call_id != RECORDING_NO_NUMBER)
        snprintf(call, sizeof call, "%" PRId64, recording->queue_call_id);
    const char *cells[COLUMNS] = {
        timestamp_short_text(started, recording->started, list->command->config->utc),
        timestamp_length_text(length, recording_duration(recording)),
        recording->caller,
        call,
        recording->agent_name,
        recording->queue_name};
    command_table_add(&list->table, cells);
}

static bool is_full(const struct list *list)
{
    return list->written >= list->command->options->limit;
}

static bool take_row(void *context, const struct listed_recording *row)
{
    struct list *list = context;
    if (!command_query_wants(list->command, row))
        return true;
    list->written++;
    if (is_table(list))
        put_table_row(list, &row->recording);
    else
        export_recording(&list->writer, &row->recording);
    return !is_full(list);
}

static bool rest(void *context)
{
    struct list *list = context;
    if (is_table(list))
        command_table_flush(&list->table);
    return is_table(list) ? !ferror(stdout) : !list->writer.error;
}

static void on_walked(void *context, const struct failure *failure)
{
    struct list *list = context;
    list->walk = NULL;
    if (failure)
        list->failure = *failure;
    if (is_table(list))
        command_table_flush(&list->table);
    fflush(stdout); /* the archive may still have to be looked through */
}

static bool open_file(struct list *list, const char *path)
{
    list->draft = kept_draft_open(path, &list->failure);
    if (!list->draft)
        return false;
    int copy = dup(kept_draft_file(list->draft));
    list->stream = copy >= 0 ? fdopen(copy, "w") : NULL;
    if (list->stream)
        return true;
    failure_set(&list->failure, FAILURE_DISK, tr("try again"), tr("cannot write: %s"), strerror(errno));
    if (copy >= 0)
        close(copy);
    return false;
}

static bool begin_export(struct list *list)
{
    const struct options *options = list->command->options;
    struct record_style style = command_record_style(options);
    list->stream = stdout;
    if (options->output && !open_file(list, options->output))
        return false;
    export_begin(&list->writer, list->stream, &style);
    return true;
}

static void begin(struct command *command)
{
    const struct options *options = command->options;
    struct list *list = memory_new(sizeof *list);
    list->command = command;
    command->state = list;
    command_query_note(command,
                       &(struct audit_entry){.action = "list", .target = options->output, .result = "begun"});
    command_query_tell_source(command);
    if (is_table(list))
        command_table_begin(&list->table, stdout, columns, COLUMNS);
    else if (!begin_export(list))
        return;
    bool picks = options->agent_count > 0 && command->agent_count > 1;
    const struct list_walk_options walk = {
        .queries = account_queries(command->account),
        .slot = options->output ? QUERY_EXPORT : QUERY_WALK,
        .query = command_query(command),
        .block = options->limit < BLOCK && !picks ? (unsigned)options->limit : BLOCK,
        .take = take_row,
        .rest = rest,
        .ended = on_walked,
        .context = list,
    };
    list->walk = list_walk_start(&walk);
}

static bool is_done(struct command *command)
{
    const struct list *list = command->state;
    return !list->walk && command_fetch_is_checked(command);
}

/* What belongs into the list is all that there is, or as many as were asked for. */
static int status_of(struct list *list)
{
    struct command *command = list->command;
    int status = command_fetch_status(command);
    if (list->failure.kind != FAILURE_NONE) {
        command_tell_failure(command, &list->failure);
        return list->written && !list->draft ? COMMAND_PARTIAL : command_failure_status(&list->failure);
    }
    bool is_search = command->options->filter || scope_has_dates(&command->scope);
    bool is_nothing = list->written == 0, has_limit = !is_search && !is_nothing && is_full(list);
    return command_coverage_status(status, has_limit || command_coverage_is_complete(command), is_nothing);
}

static void finish(struct list *list)
{
    struct command *command = list->command;
    char coverage[COMMAND_COVERAGE_SIZE];
    int status = status_of(list);
    fflush(stdout); /* the list stands before what is said of it */
    bool is_sorted = command->options->sorting.by != LIST_SORT_START;
    if (list->failure.kind == FAILURE_NONE) /* else what the archive has says nothing of the list */
        command_tell(command, "%s%s%s", list->written ? "" : tr("nothing found; "),
                     command_coverage_text(coverage, command),
                     is_sorted && list->written && !command_coverage_is_complete(command)
                         ? tr("; sorted is what is here so far")
                         : "");
    command_stop(command, status);
}

/* What the list says of itself, for the formats that have a place for it. */
static void add_notes(struct list *list)
{
    const struct command *command = list->command;
    const struct options *options = command->options;
    char coverage[COMMAND_COVERAGE_SIZE], limit[COUNT_SIZE], *agents = command_query_agents(command);
    struct name_list lines = {.count = 0};
    const struct about_list about = {
        .agents = agents,
        .filter = options->filter ? options->filter : "",
        .since = options->since,
        .until = options->until,
        .order = sort_words_order(&options->sorting, options->oldest_first),
        .is_sorted = options->sorting.by != LIST_SORT_START,
        .limit = options->limit < UINT64_MAX ? limit : NULL,
        .is_whole = command_coverage_is_complete(command),
        .coverage = command_coverage_text(coverage, command),
        .as_of = TIMESTAMP_NONE,
        .utc = command->config->utc,
    };
    text_number(limit, options->limit);
    about_list(&lines, &about);
    record_notes(&list->writer, &lines);
    name_list_clear(&lines);
    free(agents);
}

/* What standard output does not take, main tells. */
static void tell_unwritten(struct list *list)
{
    bool is_too_long = errno == EFBIG && list->writer.style.format == RECORD_XLSX;
    if (list->draft || !ferror(stdout))
        failure_set_disk(&list->failure,
                         is_too_long ? tr("take CSV, or a shorter period") : tr("make room there"),
                         tr("the list cannot be written: %s"), strerror(errno));
}

static void end_records(struct list *list)
{
    char count[COUNT_SIZE], shown[SHOWN_PATH];
    add_notes(list);
    size_t cut = record_cut(&list->writer);
    if (!record_end(&list->writer)) {
        tell_unwritten(list);
        return;
    }
    if (cut > 0)
        command_tell(list->command, tr("%s longer than a cell can hold, cut there"),
                     text_count(count, sizeof count, cut, "%s text", "%s texts"));
    list->kept_as = list->draft ? kept_draft_keep(list->draft, &list->failure) : NULL;
    if (list->kept_as)
        command_tell(list->command, tr("wrote %s as %s"),
                     text_count(count, sizeof count, list->written, "%s recording", "%s recordings"),
                     text_escape(shown, sizeof shown, list->kept_as));
}

/* What has really left the archive. */
static void note_result(struct list *list, bool interrupted)
{
    bool has_failed = list->failure.kind != FAILURE_NONE || fflush(stdout) != 0 || ferror(stdout);
    const struct audit_entry entry = {
        .action = "list",
        .target = list->kept_as,
        .result = interrupted  ? "stopped"
                  : has_failed ? "failed"
                               : "done",
        .recordings = list->draft && !list->kept_as ? 0 : (int64_t)list->written,
    };
    command_query_note(list->command, &entry);
}

/* An interrupted list is left open at its end, so that nobody takes it for a whole one; of a file nothing is left. */
static void end(struct command *command)
{
    struct list *list = command->state;
    bool interrupted = command->stopped;
    list_walk_stop(&list->walk);
    if (is_table(list))
        command_table_end(&list->table);
    else if (!interrupted && list->failure.kind == FAILURE_NONE)
        end_records(list);
    record_drop(&list->writer);
    if (list->draft && list->stream)
        fclose(list->stream);
    note_result(list, interrupted);
    if (!interrupted)
        finish(list);
    kept_draft_free(&list->draft);
    free(list->kept_as);
    free(list);
    command->state = NULL;
}

static bool prepare(struct command *command, struct failure *failure)
{
    return command_query_may_print(command, failure) && command_query_prepare(command, failure);
}

static const struct command_stage print_stage = {begin, is_done, end};

int command_list(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&command_fetch_find, &command_fetch_recordings,
                                                         &print_stage, NULL};
    return command_run(startup, &(struct command_plan){.stages = stages, .prepare = prepare});
}
