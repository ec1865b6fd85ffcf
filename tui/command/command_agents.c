#include "tui/command/command_agents.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_run.h"
#include "tui/command/command_style.h"
#include "tui/command/command_table.h"
#include "tui/draw/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FIELDS = 10, TIME_WIDTH = 25 };

static const struct command_column columns[] = {{N_("AGENT"), false},
                                                {N_("NAME"), false},
                                                {N_("EMAIL"), false},
                                                {N_("RECORDINGS"), true},
                                                {N_("IN THE ARCHIVE"), false}};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *const completeness_names[] = {"unfetched", "partial", "complete"};

static void add_row(struct command_table *table, const struct agent_summary *agent, bool utc)
{
    char reference[AGENT_REFERENCE_SIZE];
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

static struct record_value time_value(const char *name, int64_t ticks)
{
    return (struct record_value){
        .name = name, .time = ticks == TIMESTAMP_NONE ? 0 : ticks, .width = TIME_WIDTH};
}

/* The texts of a record that are made for it. */
struct record_texts {
    char reference[AGENT_REFERENCE_SIZE];
    char count[TEXT_NUMBER_SIZE], lost[TEXT_NUMBER_SIZE];
};

static void fill(struct record_value fields[FIELDS], struct record_texts *texts,
                 const struct agent_summary *agent)
{
    snprintf(texts->count, sizeof texts->count, "%" PRIu64, agent->recordings);
    snprintf(texts->lost, sizeof texts->lost, "%" PRIu64, agent->lost);
    const struct record_value values[FIELDS] = {
        {.name = "Agent",
         .text = agent_reference_text(texts->reference, sizeof texts->reference, &agent->reference)},
        {.name = "Name", .text = agent->name},
        {.name = "Email", .text = agent->email},
        {.name = "Department", .text = agent->department},
        {.name = "Recordings", .plain = texts->count},
        {.name = "State", .text = completeness_names[agent->completeness]},
        time_value("CompleteFromUtc", agent->complete_from),
        time_value("CompleteUntilUtc", agent->complete_until),
        time_value("AsOfUtc", agent->as_of),
        {.name = "NoLongerGiven", .plain = texts->lost}, /* of the recordings, by the server */
    };
    memcpy(fields, values, sizeof values);
}

static void print_records(const struct command *command)
{
    static const struct agent_summary nobody = {.name = "", .email = "", .department = ""};
    struct record_style style = command_record_style(command->options);
    struct record_writer writer;
    struct record_value fields[FIELDS];
    struct record_texts texts;
    fill(fields, &texts, &nobody);
    record_begin(&writer, stdout, &style, fields, FIELDS);
    for (size_t i = 0; i < account_agent_count(command->account); i++) {
        fill(fields, &texts, account_agent(command->account, i));
        record_write(&writer, fields, FIELDS);
    }
    record_end(&writer);
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

static const struct command_stage print_stage = {print, NULL, NULL};

int command_agents(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&command_fetch_roster, &command_fetch_check,
                                                         &print_stage, NULL};
    return command_run(startup, &(struct command_plan){.stages = stages});
}
