#include "tui/command_agents.h"

#include "model/timestamp.h"
#include "tui/command_coverage.h"
#include "tui/command_failure.h"
#include "tui/command_fetch.h"
#include "tui/command_record.h"
#include "tui/command_table.h"
#include "tui/text.h"

#include <inttypes.h>
#include <stdio.h>

enum { REFERENCE_SIZE = 300, FIELDS = 9 };

static const struct command_column columns[] = {
    {"AGENT", false}, {"NAME", false}, {"EMAIL", false}, {"RECORDINGS", true}, {"IN THE ARCHIVE", false}};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *const completeness_names[] = {"unfetched", "partial", "complete"};

static void add_row(struct command_table *table, const struct agent_summary *agent, bool utc)
{
    char reference[REFERENCE_SIZE];
    char count[TEXT_NUMBER_SIZE];
    char coverage[COMMAND_COVERAGE_SIZE];
    const char *cells[COLUMNS] = {agent_reference_text(reference, sizeof reference, &agent->reference),
                                  agent->name, agent->email, text_number(count, agent->recordings),
                                  command_coverage_of(coverage, agent, utc)};
    command_table_add(table, cells);
}

static void print_table(const struct command *command)
{
    struct command_table table;
    size_t count = account_agent_count(command->account);
    command_table_begin(&table, stdout, columns, COLUMNS);
    for (size_t i = 0; i < count; i++)
        add_row(&table, account_agent(command->account, i), command->config->utc);
    command_table_end(&table);
}

static const char *time_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks)
{
    return ticks == TIMESTAMP_NONE ? NULL : timestamp_utc_text(buffer, ticks);
}

static void write_record(enum options_format format, size_t index, const struct agent_summary *agent)
{
    char reference[REFERENCE_SIZE];
    char count[TEXT_NUMBER_SIZE];
    char from[TIMESTAMP_TEXT_SIZE];
    char until[TIMESTAMP_TEXT_SIZE];
    char as_of[TIMESTAMP_TEXT_SIZE];
    snprintf(count, sizeof count, "%" PRIu64, agent->recordings);
    const struct command_field fields[FIELDS] = {
        {"Agent", agent_reference_text(reference, sizeof reference, &agent->reference), NULL},
        {"Name", agent->name, NULL},
        {"Email", agent->email, NULL},
        {"Department", agent->department, NULL},
        {"Recordings", NULL, count},
        {"State", completeness_names[agent->completeness], NULL},
        {"CompleteFromUtc", time_text(from, agent->complete_from), NULL},
        {"CompleteUntilUtc", time_text(until, agent->complete_until), NULL},
        {"AsOfUtc", time_text(as_of, agent->as_of), NULL},
    };
    command_record_write(stdout, format, index, fields, FIELDS);
}

static void print_records(const struct command *command)
{
    enum options_format format = command->options->format;
    size_t count = account_agent_count(command->account);
    for (size_t i = 0; i < count; i++)
        write_record(format, i, account_agent(command->account, i));
    command_record_end(stdout, format, count);
}

static void print(struct command *command)
{
    bool any = account_agent_count(command->account) > 0;
    if (command->options->format == OPTIONS_TABLE)
        print_table(command);
    else
        print_records(command);
    fflush(stdout);
    if (!any)
        command_stop(command, command_fetch_tell_none(command));
    else if (command->failure.kind == FAILURE_REFUSED)
        command_stop(command, COMMAND_REFUSED);
    else if (command->failure.kind != FAILURE_NONE)
        command_stop(command, COMMAND_PARTIAL);
}

const struct command_stage command_agents_print = {print, NULL, NULL};
