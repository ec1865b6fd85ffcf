#include "tui/command/command_purge.h"

#include "model/account/account_fetch.h"
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"
#include "tui/draw/text.h"

enum { COUNT_SIZE = 64 };

/* What started before command->moment is to go: as the options say, or else the configuration. */
static bool prepare(struct command *command, struct failure *failure)
{
    const struct config *config = command->config;
    struct when when;
    if (command->options->before) {
        if (!when_parse(&when, command->options->before, timestamp_now(), config->utc, failure))
            return false;
        command_query_tell_months(command, command->options->before);
        command->moment = when.begin;
        return true;
    }
    if (!config->retention_seconds)
        return failure_set(failure, FAILURE_USAGE,
                           tr("give --before WHEN, or set retention in [archive] of the configuration"),
                           tr("nothing says how old the recordings are that are to go"));
    command->moment = timestamp_now() - config->retention_seconds * TIMESTAMP_SECOND;
    return true;
}

static void begin(struct command *command)
{
    char before[TIMESTAMP_TEXT_SIZE];
    const struct audit_entry entry = {
        .action = "purge", .started_before = timestamp_utc_text(before, command->moment), .result = "begun"};
    if (!command->options->dry_run)
        command_query_note(command, &entry);
    for (size_t i = 0; i < command->agent_count; i++)
        account_purge(command->account, command->agents[i].number, command->moment,
                      command->options->dry_run);
}

static bool is_done(struct command *command)
{
    const struct notes *notes = account_notes(command->account);
    return !account_is_busy(command->account) && (!notes || !notes_is_busy(notes));
}

/* Notes may have stayed, or more than what is on hold. Both have been told. */
static bool has_failed(const struct command *command)
{
    const struct notes *notes = account_notes(command->account);
    const struct holds *holds = account_holds(command->account);
    return (notes && notes_failure(notes)) || (holds && holds_failure(holds));
}

/* What came of it, over all agents. */
struct sums {
    uint64_t recordings, unjudged, held;
    size_t agents;
};

static void report(struct command *command, const struct sums *sums)
{
    char count[COUNT_SIZE], of[COUNT_SIZE], before[TIMESTAMP_TEXT_SIZE], kept[2 * COUNT_SIZE];
    text_count(count, sizeof count, sums->recordings, "%s recording", "%s recordings");
    text_count(of, sizeof of, sums->agents, "%s agent", "%s agents");
    command_tell(command,
                 command->options->dry_run ? tr("would purge %s of %s that started before %s")
                                           : tr("purged %s of %s that started before %s"),
                 count, of, timestamp_short_text(before, command->moment, command->config->utc));
    if (sums->unjudged)
        command_tell(command, "%s",
                     text_count(kept, sizeof kept, sums->unjudged,
                                "%s recording could not be judged, since the start cannot be read: kept",
                                "%s recordings could not be judged, since the start cannot be read: kept"));
    if (sums->held)
        command_tell(command, tr("on hold, and kept: %s; see tapedeck held"),
                     text_count(count, sizeof count, sums->held, "%s recording", "%s recordings"));
}

static void end(struct command *command)
{
    struct sums sums = {0};
    enum command_status status = has_failed(command) ? COMMAND_FAILED : COMMAND_DONE;
    for (size_t i = 0; i < command->agent_count; i++) {
        const struct agent_summary *agent = command_agent_summary(command, i);
        sums.recordings += agent->purged;
        sums.unjudged += agent->unjudged;
        sums.held += agent->held;
        sums.agents += agent->purged > 0;
        if (agent->failure.kind != FAILURE_NONE) {
            command_tell_failure(command, &agent->failure);
            status = COMMAND_FAILED;
        }
    }
    if (command->stopped)
        return;
    report(command, &sums);
    command_stop(command, status == COMMAND_DONE && sums.unjudged ? COMMAND_PARTIAL : status);
}

static const struct command_stage purge_stage = {begin, is_done, end};

int command_purge(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&command_fetch_find, &command_fetch_check,
                                                         &purge_stage, NULL};
    return command_run(startup,
                       &(struct command_plan){.stages = stages, .prepare = prepare, .keep_old = true});
}
