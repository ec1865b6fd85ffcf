#include "tui/command/command_fetch.h"

#include "model/account/account_fetch.h"
#include "model/account/agent_naming.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/draw/text.h"

#include <stdlib.h>

static bool is_offline(const struct command *command)
{
    return account_status(command->account)->connection == CONNECTION_NONE;
}

static bool is_idle(struct command *command)
{
    return !account_is_busy(command->account);
}

/* A server without a list of agents is no reason to end where the configuration names them. */
static bool is_needed(const struct command *command, const struct failure *failure)
{
    bool known = command->config->agent_count > 0 && failure->status != 401;
    return !known || (failure->kind != FAILURE_REFUSED && failure->kind != FAILURE_NOT_FOUND);
}

static void begin_roster(struct command *command)
{
    if (!is_offline(command) && command->options->agent_count == 0)
        account_fetch_roster(command->account);
}

static void end_roster(struct command *command)
{
    const struct account_status *status = account_status(command->account);
    if (command->stopped || is_offline(command))
        return;
    if (!command->given_up && status->failure.kind != FAILURE_NONE)
        command->failure = status->failure;
    if (command->failure.kind == FAILURE_NONE)
        return;
    command_tell_failure(command, &command->failure);
    if (!is_needed(command, &command->failure))
        command->failure.kind = FAILURE_NONE;
}

static void end_roster_first(struct command *command)
{
    end_roster(command);
    if (command->failure.kind == FAILURE_REFUSED ||
        (command->given_up && command->failure.kind != FAILURE_NONE))
        command_stop(command, command_failure_status(&command->failure));
}

bool command_fetch_is_checked(struct command *command)
{
    const struct notes *notes = account_notes(command->account);
    bool waits_for_notes = notes && scope_asks_for_notes(&command->scope) && notes_is_busy(notes);
    return !waits_for_notes && !account_status(command->account)->is_checking;
}

const struct command_stage command_fetch_check = {NULL, command_fetch_is_checked, NULL};

const struct command_stage command_fetch_roster = {begin_roster, is_idle, end_roster};
const struct command_stage command_fetch_roster_first = {begin_roster, is_idle, end_roster_first};

static void add_agent(struct command *command, int64_t number)
{
    command->agents = memory_grow(command->agents, &command->agent_capacity, command->agent_count + 1,
                                  sizeof *command->agents);
    command->agents[command->agent_count++] = (struct command_agent){.number = number};
}

/* An agent can be named twice. */
static void add_named(struct command *command, int64_t number)
{
    for (size_t i = 0; i < command->agent_count; i++)
        if (command->agents[i].number == number)
            return;
    add_agent(command, number);
}

/* All agents that the server or the configuration lists; those known from the archive only where nobody does.
 */
static void add_all(struct command *command, bool listed)
{
    size_t count = account_agent_count(command->account);
    for (size_t i = 0; i < count; i++) {
        const struct agent_summary *agent = account_agent(command->account, i);
        if (agent->listed || !listed)
            add_agent(command, agent->agent);
    }
}

static int64_t find_choice(const struct command *command, const struct agent_choice *choice,
                           struct failure *failure)
{
    return choice->name ? agent_naming_find(command->account, choice->name, failure)
                        : account_find_agent(command->account, &choice->reference);
}

/* Who is called so is asked of the server where nobody is known here. */
static void begin_find(struct command *command)
{
    const struct options *options = command->options;
    struct failure failure;
    bool lacks_names = false;
    for (size_t i = 0; i < options->agent_count && !is_offline(command); i++) {
        const struct agent_choice *choice = &options->agents[i];
        if (find_choice(command, choice, &failure) != 0)
            continue;
        if (choice->name)
            lacks_names = true;
        else
            account_add_agent(command->account, &choice->reference);
    }
    if (lacks_names)
        account_fetch_roster(command->account);
}

/* A name that means nobody, or several, ends the command: what it would do for the others alone is not what was
 * asked for. */
static void tell_unknown(struct command *command, const struct agent_choice *choice,
                         const struct failure *unnamed)
{
    char text[AGENT_REFERENCE_SIZE];
    const struct failure *failure = &account_status(command->account)->failure;
    bool is_away = !is_offline(command) && failure->kind != FAILURE_NONE;
    if (choice->name) {
        command_stop(command, command_tell_failure(command, is_away ? failure : unnamed));
        return;
    }
    command_tell(command,
                 options_hold_back(command->options)
                     ? tr("%s is not in the archive; run it without --offline")
                     : tr("%s is not in the archive"),
                 agent_reference_text(text, sizeof text, &choice->reference));
}

static void find_named(struct command *command)
{
    const struct options *options = command->options;
    for (size_t i = 0; i < options->agent_count && !command->stopped; i++) {
        struct failure failure;
        int64_t number = find_choice(command, &options->agents[i], &failure);
        command->unknown += number == 0;
        if (number)
            add_named(command, number);
        else
            tell_unknown(command, &options->agents[i], &failure);
    }
    if (command->agent_count == 0 && !command->stopped)
        command_stop(command, COMMAND_PARTIAL);
}

static void find_all(struct command *command, bool listed)
{
    if (command->stopped)
        return;
    if (command->options->agent_count > 0)
        find_named(command);
    else
        add_all(command, listed);
}

static void end_find(struct command *command)
{
    find_all(command, false);
}

static void end_find_listed(struct command *command)
{
    find_all(command, true);
    if (command->options->agent_count == 0 && command->agent_count == 0)
        find_all(command, false);
}

const struct command_stage command_fetch_find = {begin_find, is_idle, end_find};
const struct command_stage command_fetch_find_listed = {begin_find, is_idle, end_find_listed};

/* What the command is about, no more. */
static void fetch_scope(struct command *command, int64_t number)
{
    const struct scope *scope = &command->scope;
    const struct agent_summary *agent = account_agent_by_number(command->account, number);
    if (agent && !scope_concerns(scope, agent))
        return;
    if (scope_has_dates(scope))
        account_fetch_period(command->account, number, scope->begin, scope->end);
    else
        account_fetch(command->account, number, TIMESTAMP_NONE);
}

static void begin_recordings(struct command *command)
{
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *summary = command_agent_summary(command, i);
        command->agents[i].had = summary ? summary->recordings : 0;
    }
    /* What was asked for last goes first. */
    for (size_t i = command->agent_count; i > 0 && !is_offline(command); i--) {
        int64_t agent = command->agents[i - 1].number;
        if (command->options->accept_losses)
            account_fetch_anew(command->account, agent);
        else if (command->options->verify)
            account_verify(command->account, agent);
        else
            fetch_scope(command, agent);
    }
}

/* Agents that turned out to be one are one. */
static void join_merged(struct command *command)
{
    size_t kept = 0;
    for (size_t i = 0; i < command->agent_count; i++) {
        struct command_agent agent = command->agents[i];
        const struct agent_summary *now = account_agent_by_number(command->account, agent.number);
        size_t same = 0;
        agent.number = now ? now->agent : agent.number;
        while (same < kept && command->agents[same].number != agent.number)
            same++;
        if (same == kept)
            command->agents[kept++] = agent;
        else
            command->agents[same].had += agent.had;
    }
    command->agent_count = kept;
}

static void end_recordings(struct command *command)
{
    join_merged(command);
    command_progress_clear(command);
}

const struct command_stage command_fetch_recordings = {begin_recordings, is_idle, end_recordings};

static void give_up(struct command *command, const struct failure *failure)
{
    command->given_up = true;
    command->failure = *failure;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *summary = command_agent_summary(command, i);
        command->agents[i].left_out = summary && (summary->fetching || summary->waiting);
    }
    account_stop_fetching(command->account);
}

void command_fetch_watch(struct command *command)
{
    if (!command->account || command->given_up || command->stopped)
        return;
    const struct account_status *status = account_status(command->account);
    if (status->is_hopeless && status->failure.kind != FAILURE_NONE)
        give_up(command, &status->failure);
}

static size_t count_failures(const struct command *command)
{
    size_t failures = 0;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *summary = command_agent_summary(command, i);
        failures += command->agents[i].left_out || !summary || summary->failure.kind != FAILURE_NONE;
    }
    return failures;
}

int command_fetch_tell_none(struct command *command)
{
    if (command->failure.kind != FAILURE_NONE)
        return command_failure_status(&command->failure);
    command_tell(command, "%s",
                 is_offline(command)
                     ? tr("the archive knows no agents; run it without --offline")
                     : tr("the server lists no agents; name them in [agents] of the configuration"));
    return COMMAND_NO_MATCH;
}

uint64_t command_fetch_new(const struct command *command)
{
    uint64_t had = 0;
    uint64_t have = 0;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *summary = command_agent_summary(command, i);
        had += command->agents[i].had;
        have += summary ? summary->recordings : 0;
    }
    return have > had ? have - had : 0;
}

static size_t tell_losses(struct command *command)
{
    size_t losses = 0;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *agent = command_agent_summary(command, i);
        char name[AGENT_REFERENCE_SIZE];
        char count[TEXT_NUMBER_SIZE];
        char reference[AGENT_REFERENCE_SIZE];
        if (!agent || !agent->lost)
            continue;
        losses++;
        command_tell(
            command,
            tr_count(
                "%s: the server no longer gives %s recording, too many to believe; it is kept. If it is gone"
                " for good, run: tapedeck sync --accept-losses --agent %s",
                "%s: the server no longer gives %s recordings, too many to believe; they are kept. If they "
                "are"
                " gone for good, run: tapedeck sync --accept-losses --agent %s",
                agent->lost),
            text_escape(name, sizeof name, agent->name), text_number(count, agent->lost),
            agent_reference_text(reference, sizeof reference, &agent->reference));
    }
    return losses;
}

static bool is_complete(const struct command *command, const struct agent_summary *agent)
{
    enum agent_completeness completeness =
        command->has_scope ? scope_completeness(&command->scope, agent) : agent->completeness;
    return completeness == AGENT_COMPLETE;
}

/* Elements of the answers that could not be read: they are told of when they come. */
static uint64_t left_out(const struct command *command)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *agent = command_agent_summary(command, i);
        if (agent && !is_complete(command, agent))
            sum += agent->unreadable;
    }
    return sum;
}

int command_fetch_status(struct command *command)
{
    size_t failures = count_failures(command);
    size_t losses = tell_losses(command);
    struct failure first = command->failure;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *summary = command_agent_summary(command, i);
        if (!summary || summary->failure.kind == FAILURE_NONE)
            continue;
        command_tell_failure(command, &summary->failure);
        if (first.kind == FAILURE_NONE)
            first = summary->failure;
    }
    command_tell_failure(command, &command->failure);
    if (failures == 0)
        return first.kind == FAILURE_NONE && losses == 0 && !left_out(command) ? COMMAND_DONE
                                                                               : COMMAND_PARTIAL;
    if (failures < command->agent_count || command_fetch_new(command) > 0)
        return COMMAND_PARTIAL;
    return command_failure_status(&first);
}
