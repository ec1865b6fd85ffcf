#include "tui/command/command_list.h"

#include "model/query/list_walk.h"
#include "model/recording/export.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"
#include "tui/command/command_style.h"
#include "tui/command/command_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 2000 };

static const struct command_column columns[] = {{"START", false}, {"LENGTH", true}, {"CALLER", false},
                                                {"CALL", true},   {"AGENT", false}, {"QUEUE", false}};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* A list on its way from the archive to the output, block by block. */
struct list {
    struct command *command;
    struct list_walk *walk; /* NULL: it has come to its end */
    uint64_t written;
    struct failure failure;
    struct command_table table;
    struct record_writer writer;
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
    return !ferror(stdout);
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

static void begin_export(struct list *list)
{
    struct record_style style = command_record_style(list->command->options);
    export_begin(&list->writer, stdout, &style);
}

static void begin(struct command *command)
{
    const struct options *options = command->options;
    struct list *list = memory_new(sizeof *list);
    list->command = command;
    command->state = list;
    command_query_tell_source(command);
    if (is_table(list))
        command_table_begin(&list->table, stdout, columns, COLUMNS);
    else
        begin_export(list);
    command_query_note(command, "list");
    bool picks = options->agent_count > 0 && command->agent_count > 1;
    const struct list_walk_options walk = {
        .queries = account_queries(command->account),
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

/* "Done" and "nothing matched" are said only where everything that belongs into the list is there: all that
 * there is, or as many as were asked for. */
static int status_of(struct list *list)
{
    struct command *command = list->command;
    int status = command_fetch_status(command);
    if (list->failure.kind != FAILURE_NONE) {
        command_tell_failure(command, &list->failure);
        return list->written ? COMMAND_PARTIAL : (int)command_failure_status(&list->failure);
    }
    bool is_search = command->options->filter || scope_has_dates(&command->scope);
    bool has_limit = !is_search && is_full(list);
    bool lacks_some = !has_limit && !command_coverage_is_complete(command);
    if (list->written > 0)
        return status == COMMAND_DONE && !lacks_some ? COMMAND_DONE : COMMAND_PARTIAL;
    if (status != COMMAND_DONE)
        return status;
    return command_coverage_is_complete(command) ? COMMAND_NO_MATCH : COMMAND_PARTIAL;
}

static void finish(struct list *list)
{
    struct command *command = list->command;
    char coverage[COMMAND_COVERAGE_SIZE];
    int status = status_of(list);
    fflush(stdout); /* the list stands before what is said of it */
    command_tell(command, "%s%s", list->written ? "" : "nothing found; ",
                 command_coverage_text(coverage, command));
    command_stop(command, status);
}

/* An interrupted list is left open at its end, so that nobody takes it for a whole one. */
static void end(struct command *command)
{
    struct list *list = command->state;
    bool interrupted = command_is_stopped(command);
    list_walk_stop(&list->walk);
    if (is_table(list))
        command_table_end(&list->table);
    else if (!interrupted && list->failure.kind == FAILURE_NONE)
        record_end(&list->writer);
    if (!interrupted)
        finish(list);
    free(list);
    command->state = NULL;
}

static const struct command_stage print_stage = {begin, is_done, end};

int command_list(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&command_fetch_find, &command_fetch_recordings,
                                                         &print_stage, NULL};
    return command_run(startup, &(struct command_plan){.stages = stages, .prepare = command_query_prepare});
}
