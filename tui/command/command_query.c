#include "tui/command/command_query.h"

#include "model/account/account_audit.h"
#include "model/filter/filter_parse.h"
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "net/api/api.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/last_visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A time of the day ends where it begins; a day, a month or a year counts in full. */
static int64_t end_of(const struct when *when)
{
    return when->end - when->begin > 60 * TIMESTAMP_SECOND ? when->end : when->begin;
}

/* Commands are no visits: since that of the screen. An address that is none is told by who opens the account. */
static void take_visit(struct filter *filter, const struct command *command)
{
    struct failure failure;
    char *base = api_base(command->config->url, &failure);
    char *label = base ? api_account_label(base) : NULL;
    filter_take_visit(filter, label ? last_visit_read(label) : TIMESTAMP_NONE);
    free(label);
    free(base);
}

bool command_query_period(const struct options *options, bool utc, int64_t *begin, int64_t *end,
                          struct failure *failure)
{
    struct when since = {.begin = INT64_MIN}, until = {.begin = INT64_MAX, .end = INT64_MAX};
    int64_t now = timestamp_now();
    if ((options->since && !when_parse(&since, options->since, now, utc, failure)) ||
        (options->until && !when_parse(&until, options->until, now, utc, failure)))
        return false;
    *begin = since.begin;
    *end = end_of(&until);
    return *begin < *end ||
           failure_set(failure, FAILURE_USAGE, tr("give a later --until or an earlier --since"),
                       tr("--until is not after --since"));
}

/* What the options ask for, of all agents. */
static bool read_query(const struct command *command, struct list_query *query, struct failure *failure)
{
    const struct options *options = command->options;
    const char *text = options->filter ? options->filter : "";
    int64_t begin, end, now = timestamp_now();
    struct filter_error error;
    bool utc = command->config->utc;
    *query = (struct list_query){.sorting = options->sorting, .oldest_first = options->oldest_first};
    if (filter_parse(&query->filter, text, now, utc, &error) != FILTER_GOOD)
        return failure_set(failure, FAILURE_USAGE, tr("see tapedeck help filter"),
                           tr("--filter: at character %zu: %s"), error.begin + 1, error.what);
    if (!command_query_period(options, utc, &begin, &end, failure))
        return false;
    take_visit(&query->filter, command);
    if (options->since || options->until)
        filter_take_period(&query->filter, begin, end);
    return true;
}

bool command_query_prepare(struct command *command, struct failure *failure)
{
    struct list_query query;
    if (!read_query(command, &query, failure))
        return false;
    command_query_tell_months(command, command->options->since);
    command_query_tell_months(command, command->options->until);
    scope_of(&command->scope, &query);
    command->has_scope = true;
    command->scope.is_chosen = command->options->agent_count > 0;
    return true;
}

struct list_query command_query(const struct command *command)
{
    struct list_query query = command->scope.query;
    if (command->options->agent_count > 0 && command->agent_count == 1)
        query.agent = command->agents[0].number;
    return query;
}

void command_query_tell_months(struct command *command, const char *option)
{
    char quoted[40];
    if (option && when_counts_m(option))
        command_tell(command, tr("\"%s\" is read as months back; min is for minutes"),
                     failure_quote(quoted, sizeof quoted, option));
}

void command_query_tell_source(struct command *command)
{
    if (command->options->agent_count == 0 && !command->options->offline)
        command_tell(
            command,
            tr("reading the archive only; name agents with --agent, or run tapedeck sync, to fetch"));
}

bool command_query_has_purpose(const struct command *command, struct failure *failure)
{
    const char *purpose = command->options->purpose;
    if (!command->config->purpose_required || (purpose && purpose[strspn(purpose, " ")]))
        return true;
    return failure_set(failure, FAILURE_USAGE, tr("give --purpose TEXT, such as the number of the case"),
                       tr("the configuration wants a purpose for the access log: purpose in [log]"));
}

bool command_query_may_print(struct command *command, struct failure *failure)
{
    bool is_looked_at = !command->options->output && isatty(STDOUT_FILENO) == 1;
    return is_looked_at || command_query_has_purpose(command, failure);
}

static void put_name(FILE *stream, const struct agent_summary *agent)
{
    fputs(agent->name, stream);
}

static void put_reference(FILE *stream, const struct agent_summary *agent)
{
    char text[AGENT_REFERENCE_SIZE];
    fputs(agent_reference_text(text, sizeof text, &agent->reference), stream);
}

/* Of the agents that were named, with commas between; NULL where none were. The caller frees. */
static char *join_agents(const struct command *command,
                         void (*put)(FILE *stream, const struct agent_summary *agent))
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = command->options->agent_count > 0 ? open_memstream(&text, &size) : NULL;
    for (size_t i = 0; stream && i < command->agent_count; i++) {
        const struct agent_summary *agent = command_agent_summary(command, i);
        fputs(i > 0 ? ", " : "", stream);
        if (agent)
            put(stream, agent);
    }
    if (command->options->agent_count > 0 && (!stream || fclose(stream) != 0))
        die("out of memory");
    return text;
}

char *command_query_agents(const struct command *command)
{
    return join_agents(command, put_name);
}

/* That of --since and --until is the last of its terms. */
static void put_period(const struct filter *filter, struct audit_entry *entry, char from[TIMESTAMP_TEXT_SIZE],
                       char before[TIMESTAMP_TEXT_SIZE])
{
    const struct filter_term *period = &filter->terms[filter->term_count - 1];
    if (period->least > INT64_MIN)
        entry->started_from = timestamp_utc_text(from, period->least);
    if (period->less_than < INT64_MAX)
        entry->started_before = timestamp_utc_text(before, period->less_than);
}

void command_query_note(struct command *command, const struct audit_entry *entry)
{
    struct audit_entry whole = *entry;
    char from[TIMESTAMP_TEXT_SIZE], before[TIMESTAMP_TEXT_SIZE];
    if (command->has_scope && (command->options->since || command->options->until))
        put_period(&command->scope.query.filter, &whole, from, before);
    char *agents = join_agents(command, put_reference);
    whole.agent = agents;
    whole.filter = command->options->filter;
    whole.purpose = command->options->purpose;
    account_note(command->account, 0, &whole);
    free(agents);
}

bool command_query_wants(const struct command *command, const struct listed_recording *row)
{
    if (command->options->agent_count == 0)
        return true;
    for (size_t i = 0; i < command->agent_count; i++)
        if (command->agents[i].number == row->agent)
            return true;
    return false;
}

int64_t command_query_call(const char *text)
{
    size_t length = strlen(text);
    bool is_number = length && length < 19 && strspn(text, "0123456789") == length;
    return is_number ? strtoll(text, NULL, 10) : 0;
}
