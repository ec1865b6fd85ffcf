#include "tui/command/command_list.h"

#include "model/filter/filter_parse.h"
#include "model/query/page.h"
#include "model/recording/export.h"
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "net/base/memory.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_run.h"
#include "tui/command/command_style.h"
#include "tui/command/command_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 2000 };

static const struct command_column columns[] = {{"START", false}, {"LENGTH", true}, {"CALLER", false},
                                                {"CALL", true},   {"AGENT", false}, {"QUEUE", false}};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* A list on its way from the archive to the output, block by block. */
struct list {
    struct command *command;
    struct page_request request; /* its key is owned: the last row of the block before */
    uint64_t written;
    bool done;
    struct failure failure;
    struct command_table table;
    struct record_writer writer;
};

/* A time of the day ends where it begins; a day, a month or a year counts in full. */
static int64_t end_of(const struct when *when)
{
    return when->end - when->begin > 60 * TIMESTAMP_SECOND ? when->end : when->begin;
}

/* What the options ask for, of all agents. */
static bool read_query(const struct command *command, struct list_query *query, struct failure *failure)
{
    const struct options *options = command->options;
    const char *text = options->filter ? options->filter : "";
    struct when since = {.begin = INT64_MIN}, until = {.begin = INT64_MAX, .end = INT64_MAX};
    struct filter_error error;
    int64_t now = timestamp_now();
    bool utc = command->config->utc;
    *query = (struct list_query){.oldest_first = options->oldest_first};
    if (filter_parse(&query->filter, text, now, utc, &error) != FILTER_GOOD) {
        failure_set(failure, FAILURE_USAGE, "see FILTER in the manual", "--filter: at character %zu: %s",
                    error.begin + 1, error.what);
        return false;
    }
    if ((options->since && !when_parse(&since, options->since, now, utc, failure)) ||
        (options->until && !when_parse(&until, options->until, now, utc, failure)))
        return false;
    if (options->since || options->until)
        filter_take_period(&query->filter, since.begin, end_of(&until));
    if (since.begin < end_of(&until))
        return true;
    failure_set(failure, FAILURE_USAGE, "give a later --until or an earlier --since",
                "--until is not after --since");
    return false;
}

/* The scope of the options. */
static bool prepare(struct command *command, struct failure *failure)
{
    struct list_query query;
    if (!read_query(command, &query, failure))
        return false;
    scope_of(&command->scope, &query);
    command->has_scope = true;
    command->scope.is_chosen = command->options->agent_count > 0;
    return true;
}

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

/* Where several agents are named, the list is that of all agents with theirs picked out, in one order. */
static bool is_wanted(const struct list *list, const struct listed_recording *row)
{
    const struct command *command = list->command;
    if (command->options->agent_count == 0)
        return true;
    for (size_t i = 0; i < command->agent_count; i++)
        if (command->agents[i].number == row->agent)
            return true;
    return false;
}

static void put_rows(struct list *list, const struct page *page, size_t first)
{
    for (size_t i = first; i < page->count && list->written < list->command->options->limit; i++) {
        const struct listed_recording *row = &page->rows[i];
        if (!is_wanted(list, row))
            continue;
        list->written++;
        if (is_table(list))
            put_table_row(list, &row->recording);
        else
            export_recording(&list->writer, &row->recording);
    }
    if (is_table(list))
        command_table_flush(&list->table);
}

static void take_page(void *context, struct page *page, const struct failure *failure);

static void ask(struct list *list)
{
    queries_page(account_queries(list->command->account), &list->request, take_page, list);
}

/* The block behind the last row of this one, with that row again unless it goes meanwhile. */
static void ask_next(struct list *list, const struct page *page)
{
    recording_key_clear(&list->request.key);
    recording_key_set(&list->request.key, &page->rows[page->count - 1]);
    list->request.anchor = PAGE_AT;
    list->request.after = BLOCK + 1;
    ask(list);
}

static void take_page(void *context, struct page *page, const struct failure *failure)
{
    struct list *list = context;
    if (!page) {
        list->failure = *failure;
        list->done = true;
        return;
    }
    size_t first = 0;
    if (list->request.anchor == PAGE_AT)
        first = page->anchor + (page->anchor_found ? 1 : 0);
    put_rows(list, page, first);
    bool full = list->written >= list->command->options->limit;
    if (full || !page->more_below || page->count == 0 || ferror(stdout))
        list->done = true;
    else
        ask_next(list, page);
    if (list->done)
        fflush(stdout); /* the archive may still have to be looked through */
    page_free(&page);
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
    if (options->agent_count == 0)
        command_tell(command,
                     "reading the archive only; name agents with --agent, or run tapedeck sync, to fetch");
    if (is_table(list))
        command_table_begin(&list->table, stdout, columns, COLUMNS);
    else
        begin_export(list);
    list->request.query = command->scope.query;
    if (options->agent_count > 0 && command->agent_count == 1)
        list->request.query.agent = command->agents[0].number;
    bool picks = options->agent_count > 0 && command->agent_count > 1;
    list->request.anchor = PAGE_FIRST;
    list->request.after = options->limit < BLOCK && !picks ? (unsigned)options->limit : BLOCK;
    ask(list);
}

static bool is_done(struct command *command)
{
    const struct list *list = command->state;
    return list->done && command_fetch_is_checked(command);
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
    bool is_full = !is_search && list->written >= command->options->limit;
    bool lacks_some = !is_full && !command_coverage_is_complete(command);
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
    queries_cancel(account_queries(command->account), QUERY_PAGE);
    if (is_table(list))
        command_table_end(&list->table);
    else if (!interrupted && list->failure.kind == FAILURE_NONE)
        record_end(&list->writer);
    if (!interrupted)
        finish(list);
    recording_key_clear(&list->request.key);
    free(list);
    command->state = NULL;
}

static const struct command_stage print_stage = {begin, is_done, end};

int command_list(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&command_fetch_find, &command_fetch_recordings,
                                                         &print_stage, NULL};
    return command_run(startup, &(struct command_plan){.stages = stages, .prepare = prepare});
}
