#include "tui/command/command_stats.h"

#include "model/query/queries.h"
#include "model/recording/export.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"
#include "tui/command/command_style.h"
#include "tui/command/command_table.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"
#include "tui/words/numbers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5, MOST_FIELDS = 6, DATE_TEXT = 10 };

#define DAY (86400 * TIMESTAMP_SECOND)
#define HALF_SECOND (TIMESTAMP_SECOND / 2)

struct stats {
    struct command *command;
    struct list_groups *groups; /* NULL until they are there */
    bool is_asked;
    struct failure failure;
};

static void put_table(const struct list_groups *groups)
{
    static const char *const titles[LIST_GROUPINGS] = {N_("AGENT"), N_("QUEUE"), N_("DAY"), N_("HOUR"),
                                                       N_("WEEKDAY")};
    const struct command_column columns[COLUMNS] = {{titles[groups->grouping], false},
                                                    {N_("CALLS"), true},
                                                    {N_("TOTAL"), true},
                                                    {N_("MEDIAN"), true},
                                                    {N_("NO LENGTH"), true}};
    struct command_table table;
    command_table_begin(&table, stdout, columns, COLUMNS);
    for (size_t i = 0; i < groups->count; i++) {
        const struct list_group *group = &groups->groups[i];
        char name[NUMBERS_SIZE], calls[TEXT_NUMBER_SIZE], without[TEXT_NUMBER_SIZE];
        char total[TIMESTAMP_TEXT_SIZE], median[TIMESTAMP_TEXT_SIZE];
        const char *cells[COLUMNS] = {numbers_name(name, groups, group), text_number(calls, group->calls),
                                      numbers_total(total, group), numbers_median(median, group),
                                      text_number(without, group->calls - group->measured)};
        command_table_add(&table, cells);
    }
    command_table_end(&table);
}

/* The texts of a record that are made for it. */
struct record_texts {
    char key[MOMENT_SIZE], calls[TEXT_NUMBER_SIZE], without[TEXT_NUMBER_SIZE];
    char total[EXPORT_NUMBER_SIZE], median[EXPORT_NUMBER_SIZE];
};

/* What the group is; null for the calls without a time. Returns the number of values. */
static size_t put_key(struct record_value *values, struct record_texts *texts, enum list_grouping grouping,
                      const struct list_group *group)
{
    static const char *const names[LIST_GROUPINGS] = {"AgentName", "QueueName", "Day", "Hour", "Weekday"};
    bool has_number = group->number != RECORDING_NO_NUMBER, has_time = group->key != LIST_GROUP_NO_TIME;
    char day[MOMENT_SIZE];
    values[0] = (struct record_value){.name = names[grouping]};
    if (grouping <= LIST_BY_QUEUE) {
        snprintf(texts->key, sizeof texts->key, "%" PRId64, group->number);
        values[0].text = group->name;
        values[1] = (struct record_value){.name = grouping == LIST_BY_AGENT ? "AgentId" : "QueueId",
                                          .plain = has_number ? texts->key : NULL};
        return 2;
    }
    values[0].is_quoted = grouping != LIST_BY_HOUR;
    values[0].plain = has_time ? texts->key : NULL;
    if (has_time && grouping == LIST_BY_DAY)
        snprintf(texts->key, sizeof texts->key, "%.*s", DATE_TEXT, moment_day(day, group->key * DAY, true));
    else if (has_time && grouping == LIST_BY_HOUR)
        snprintf(texts->key, sizeof texts->key, "%" PRId64, group->key);
    else if (has_time)
        snprintf(texts->key, sizeof texts->key, "%s", numbers_weekday(group->key));
    return 1;
}

static size_t fill(struct record_value values[MOST_FIELDS], struct record_texts *texts,
                   enum list_grouping grouping, const struct list_group *group)
{
    size_t count = put_key(values, texts, grouping, group);
    snprintf(texts->calls, sizeof texts->calls, "%" PRIu64, group->calls);
    snprintf(texts->without, sizeof texts->without, "%" PRIu64, group->calls - group->measured);
    int64_t total = group->measured ? (int64_t)group->half_seconds * HALF_SECOND : TIMESTAMP_NONE;
    values[count++] = (struct record_value){.name = "Calls", .plain = texts->calls};
    values[count++] =
        (struct record_value){.name = "TotalSeconds", .plain = export_seconds(texts->total, total)};
    values[count++] =
        (struct record_value){.name = "MedianSeconds", .plain = export_seconds(texts->median, group->median)};
    values[count++] = (struct record_value){.name = "WithoutLength", .plain = texts->without};
    return count;
}

static void put_records(const struct stats *stats)
{
    const struct list_groups *groups = stats->groups;
    struct record_style style = command_record_style(stats->command->options);
    struct record_value values[MOST_FIELDS];
    struct record_texts texts;
    struct record_writer writer;
    size_t count = fill(values, &texts, groups->grouping, &groups->total);
    record_begin(&writer, stdout, &style, values, count);
    for (size_t i = 0; i < groups->count; i++) {
        fill(values, &texts, groups->grouping, &groups->groups[i]);
        record_write(&writer, values, count);
    }
    record_end(&writer);
}

static enum list_grouping grouping_of(const struct options *options)
{
    enum list_grouping grouping = LIST_BY_AGENT;
    while (options->by && grouping + 1 < LIST_GROUPINGS &&
           strcmp(options->by, numbers_grouping(grouping)) != 0)
        grouping++;
    return grouping;
}

static void on_groups(void *context, struct list_groups *groups, const struct failure *failure)
{
    struct stats *stats = context;
    stats->is_asked = false;
    stats->groups = groups;
    if (failure)
        stats->failure = *failure;
}

static void begin(struct command *command)
{
    const struct options *options = command->options;
    const struct list_query query = command_query(command);
    struct stats *stats = memory_new(sizeof *stats);
    struct list_groups *groups = list_groups_new(grouping_of(options), command->config->utc, timestamp_now());
    stats->command = command;
    command->state = stats;
    command_query_tell_source(command);
    command_query_note(command, &(struct audit_entry){.action = "stats"});
    groups->is_of_some = options->agent_count > 0;
    for (size_t i = 0; groups->is_of_some && i < command->agent_count; i++)
        list_groups_take_agent(groups, command->agents[i].number);
    stats->is_asked = true;
    queries_groups(account_queries(command->account), &query, groups, on_groups, stats);
}

static bool is_done(struct command *command)
{
    const struct stats *stats = command->state;
    return !stats->is_asked && command_fetch_is_checked(command);
}

static void finish(struct stats *stats)
{
    struct command *command = stats->command;
    const struct list_group *total = &stats->groups->total;
    char coverage[COMMAND_COVERAGE_SIZE], lengths[NUMBERS_SIZE], calls[64];
    if (command->options->format == OPTIONS_TABLE)
        put_table(stats->groups);
    else
        put_records(stats);
    fflush(stdout); /* the numbers stand before what is said of them */
    int status = command_coverage_status(command_fetch_status(command), command_coverage_is_complete(command),
                                         stats->groups->count == 0);
    if (total->calls)
        command_tell(command, "%s, %s; %s",
                     text_count(calls, sizeof calls, total->calls, "%s call", "%s calls"),
                     numbers_lengths(lengths, total), command_coverage_text(coverage, command));
    else
        command_tell(command, tr("nothing found; %s"), command_coverage_text(coverage, command));
    command_stop(command, status);
}

static void end(struct command *command)
{
    struct stats *stats = command->state;
    if (stats->is_asked)
        queries_cancel(account_queries(command->account), QUERY_GROUPS);
    if (!command->stopped && stats->groups) {
        finish(stats);
    } else if (!command->stopped) {
        command_stop(command, command_tell_failure(command, &stats->failure));
    }
    list_groups_free(&stats->groups);
    free(stats);
    command->state = NULL;
}

static const struct command_stage print_stage = {begin, is_done, end};

int command_stats(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&command_fetch_find, &command_fetch_recordings,
                                                         &print_stage, NULL};
    return command_run(startup, &(struct command_plan){.stages = stages, .prepare = command_query_prepare});
}
