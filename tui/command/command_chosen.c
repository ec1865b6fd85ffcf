#include "tui/command/command_chosen.h"

#include "model/query/list_walk.h"
#include "net/base/translate.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"

enum { QUOTED_SIZE = 64, BLOCK = 16, MOST_STAGES = 6 };

bool command_chosen_names_calls(const struct command *command, size_t first_call)
{
    return command->options->word_count > first_call;
}

bool command_chosen_read_calls(const struct command *command, size_t first_call, struct failure *failure)
{
    char quoted[QUOTED_SIZE];
    const struct options *options = command->options;
    for (size_t i = first_call; i < options->word_count; i++) {
        if (command_query_call(options->words[i]))
            continue;
        return failure_set(failure, FAILURE_USAGE, tr("give the number of a call, as list shows it"),
                           tr("'%s' is no CALLID"), failure_quote(quoted, sizeof quoted, options->words[i]));
    }
    return true;
}

bool command_chosen_prepare(struct command *command, size_t first_call, struct failure *failure)
{
    const struct options *options = command->options;
    bool names_calls = command_chosen_names_calls(command, first_call);
    bool is_list = options->filter || options->since || options->until;
    if (!command_chosen_read_calls(command, first_call, failure) ||
        !command_query_has_purpose(command, failure))
        return false;
    if (names_calls && is_list)
        return failure_set(
            failure, FAILURE_USAGE, tr("leave the calls or the filter away"),
            tr("recordings are chosen by the numbers of their calls, or by a filter and dates"));
    if (!names_calls && !is_list && options->agent_count == 0)
        return failure_set(failure, FAILURE_USAGE, tr("name calls, or give --agent, --filter or --since"),
                           tr("nothing says which recordings are meant"));
    return command_query_prepare(command, failure);
}

void command_chosen_tell_unknown(struct command *command, int64_t call)
{
    command_tell(command,
                 tr("call %lld is not in the archive: fetch it first, with tapedeck sync or --agent"),
                 (long long)call);
}

static bool take_row(void *context, const struct listed_recording *row)
{
    struct command_chosen *chosen = context;
    chosen->is_found = true;
    if (command_query_wants(chosen->command, row))
        chosen->take(chosen->context, row);
    return true;
}

static int64_t call_of(const struct command_chosen *chosen)
{
    return command_query_call(chosen->command->options->words[chosen->call]);
}

static void find_call(struct command_chosen *chosen);

static void on_walked(void *context, const struct failure *failure)
{
    struct command_chosen *chosen = context;
    chosen->walk = NULL;
    if (failure) {
        chosen->failure = *failure;
        return;
    }
    if (!command_chosen_names_calls(chosen->command, chosen->first_call))
        return;
    if (!chosen->is_found)
        chosen->lacks(chosen->context, call_of(chosen));
    chosen->call++;
    find_call(chosen);
}

static void start_walk(struct command_chosen *chosen, const struct list_query *query, unsigned block)
{
    const struct list_walk_options walk = {
        .queries = account_queries(chosen->command->account),
        .query = *query,
        .block = block,
        .take = take_row,
        .ended = on_walked,
        .context = chosen,
    };
    chosen->walk = list_walk_start(&walk);
}

/* The recordings of the next call that is named. */
static void find_call(struct command_chosen *chosen)
{
    chosen->is_found = false;
    if (chosen->call >= chosen->command->options->word_count)
        return;
    const struct list_query query = list_query_of_call(call_of(chosen));
    start_walk(chosen, &query, BLOCK);
}

void command_chosen_begin(struct command_chosen *chosen)
{
    chosen->call = chosen->first_call;
    if (command_chosen_names_calls(chosen->command, chosen->first_call)) {
        find_call(chosen);
        return;
    }
    const struct list_query query = command_query(chosen->command);
    start_walk(chosen, &query, 0);
}

void command_chosen_stop(struct command_chosen *chosen)
{
    list_walk_stop(&chosen->walk);
}

int command_chosen_run(const struct startup *startup,
                       bool (*prepare)(struct command *command, struct failure *failure),
                       const struct command_stage *const *stages)
{
    const struct command_stage *all[MOST_STAGES] = {&command_fetch_find};
    size_t count = 1;
    if (startup->options.agent_count)
        all[count++] = &command_fetch_recordings;
    while (*stages && count + 1 < MOST_STAGES)
        all[count++] = *stages++;
    return command_run(startup, &(struct command_plan){.stages = all, .prepare = prepare});
}
