#include "tui/command/command_save.h"

#include "model/account/account_audit.h"
#include "model/keep/saver.h"
#include "model/recording/recording_name.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"
#include "net/base/translate.h"
#include "tui/command/command_chosen.h"
#include "tui/command/command_coverage.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CALL = 1, COUNT_SIZE = 64, NAME_SIZE = 200 };

/* What is to be saved is looked for first, then told, then saved. */
struct save {
    struct command *command;
    struct saver *saver;
    struct command_chosen chosen;
    int64_t length;          /* of what is found, in ticks, */
    size_t measured;         /* as far as it is known: of so many */
    struct name_list failed; /* a line for each; owned */
    struct failure first;    /* of what failed */
    bool is_told;
};

static bool prepare(struct command *command, struct failure *failure)
{
    const struct options *options = command->options;
    char quoted[COUNT_SIZE];
    if (options->output && !recording_name_is_template(options->output))
        return failure_set(
            failure, FAILURE_USAGE,
            tr("names in braces are {start}, {agent}, {caller}, {call} and those that SAVING in the "
               "manual has"),
            tr("cannot use '%s' as a template for names"),
            failure_quote(quoted, sizeof quoted, options->output));
    return command_chosen_prepare(command, FIRST_CALL, failure);
}

/* "call 47610 (Ida Holm, 2024-05-03 14:22:10)" */
static void describe_recording(char *text, size_t size, const struct command *command,
                               const struct recording *recording)
{
    char name[NAME_SIZE], started[TIMESTAMP_TEXT_SIZE], call[COUNT_SIZE];
    if (recording->queue_call_id != RECORDING_NO_NUMBER)
        snprintf(call, sizeof call, tr("call %lld"), (long long)recording->queue_call_id);
    else
        snprintf(call, sizeof call, "%s", tr("a recording without a call"));
    if (recording->agent_name)
        snprintf(text, size, "%s (%s, %s)", call, text_escape(name, sizeof name, recording->agent_name),
                 timestamp_short_text(started, recording->started, command->config->utc));
    else
        snprintf(text, size, "%s", call);
}

static void note_failed(struct save *save, const struct saver_result *result)
{
    char recording[2 * NAME_SIZE];
    describe_recording(recording, sizeof recording, save->command, result->recording);
    char *reason = failure_text(result->failure);
    char *line = memory_format(tr("%s: not saved: %s"), recording, reason);
    name_list_add(&save->failed, line);
    if (save->first.kind == FAILURE_NONE)
        save->first = *result->failure;
    free(line);
    free(reason);
}

/* Whose bytes these are, where they are not what the server has now, or are though something was kept. */
static void tell_origin(const struct save *save, const struct saver_result *result)
{
    char recording[2 * NAME_SIZE];
    if (!result->is_held && !result->damage)
        return;
    describe_recording(recording, sizeof recording, save->command, result->recording);
    if (result->is_held)
        command_tell(save->command, tr("%s: saved from the copy that is on hold"), recording);
    else
        command_tell(save->command, tr("%s: saved from the server: %s"), recording, result->damage->what);
}

static void take_result(void *context, const struct saver_result *result)
{
    struct save *save = context;
    account_note_saved(save->command->account, result);
    if (result->outcome == KEPT_FAILED) {
        note_failed(save, result);
        return;
    }
    command_progress_clear(save->command);
    tell_origin(save, result);
    puts(result->path); /* holds neither line breaks nor controls */
    fflush(stdout);
}

static void describe(const struct command *command, char *line, size_t size)
{
    const struct save *save = command->state;
    const struct saver_counts counts = saver_counts(save->saver);
    char done[TEXT_NUMBER_SIZE], total[TEXT_NUMBER_SIZE], bytes[TEXT_NUMBER_SIZE], failed[COUNT_SIZE] = "";
    if (!save->is_told) {
        snprintf(line, size, "%s", tr("looking for what to save"));
        return;
    }
    if (counts.failed)
        snprintf(failed, sizeof failed, tr(", %zu failed"), counts.failed);
    snprintf(
        line, size,
        tr_count("saved %s of %s recording, %s MB%s", "saved %s of %s recordings, %s MB%s", counts.total),
        text_number(done, counts.saved + counts.same), text_number(total, counts.total),
        text_decimal(bytes, (double)counts.bytes / 1e6), failed);
}

static void take(void *context, const struct listed_recording *row)
{
    struct save *save = context;
    const struct recording *recording = &row->recording;
    int64_t duration = recording_duration(recording);
    if (duration != TIMESTAMP_NONE) {
        save->length += duration;
        save->measured++;
    }
    saver_add(save->saver, recording);
}

/* A call that the archive does not know has a number, and audio, all the same. */
static void add_unknown(void *context, int64_t call)
{
    struct save *save = context;
    struct recording recording = recording_unknown;
    recording.queue_call_id = call;
    command_tell(save->command, tr("call %lld is not in the archive: only its number is known"),
                 (long long)call);
    saver_add(save->saver, &recording);
}

static void begin(struct command *command)
{
    struct save *save = memory_new(sizeof *save);
    const struct options *options = command->options;
    save->command = command;
    command->state = save;
    command->describe = describe;
    save->saver = saver_open(&(struct saver_options){
        .loop = &command->loop,
        .audio = account_audio(command->account),
        .name_template = options->output ? options->output : config_save_template(command->config),
        .purpose = options->purpose,
        .utc = command->config->utc,
        .has_sidecar = options->sidecar,
        .retries = options->retries,
        .took = take_result,
        .context = save,
    });
    save->chosen = (struct command_chosen){
        .command = command, .first_call = FIRST_CALL, .take = take, .lacks = add_unknown, .context = save};
    command_chosen_begin(&save->chosen);
}

static void tell_total(struct save *save)
{
    const struct saver_counts counts = saver_counts(save->saver);
    char count[COUNT_SIZE], length[TIMESTAMP_TEXT_SIZE], of_calls[COUNT_SIZE] = "";
    save->is_told = true;
    if (!counts.total)
        return;
    command_query_note(
        save->command,
        &(struct audit_entry){.action = "save", .result = "begun", .recordings = (int64_t)counts.total});
    timestamp_length_text(length, save->length);
    if (save->measured == counts.total)
        snprintf(of_calls, sizeof of_calls, tr(", %s of calls"), length);
    else if (save->measured)
        snprintf(of_calls, sizeof of_calls, tr(", at least %s of calls"), length);
    command_tell(
        save->command,
        tr_count("saving the audio of %s recording%s", "saving the audio of %s recordings%s", counts.total),
        text_number(count, counts.total), of_calls);
}

static bool is_done(struct command *command)
{
    struct save *save = command->state;
    if (save->chosen.walk)
        return false;
    if (save->chosen.failure.kind != FAILURE_NONE)
        return true;
    if (!save->is_told)
        tell_total(save);
    saver_turn(save->saver);
    return saver_is_done(save->saver) && command_fetch_is_checked(command);
}

static void tell_summary(const struct save *save)
{
    const struct saver_counts counts = saver_counts(save->saver);
    const struct failure *given_up = saver_given_up(save->saver);
    char count[TEXT_NUMBER_SIZE], bytes[TEXT_NUMBER_SIZE], same[COUNT_SIZE] = "", failed[COUNT_SIZE] = "";
    for (size_t i = 0; i < save->failed.count; i++)
        command_tell(save->command, "%s", save->failed.names[i]);
    size_t untried = saver_untried(save->saver);
    if (given_up)
        command_tell(save->command,
                     tr_count("given up: %s; %s recording not tried", "given up: %s; %s recordings not tried",
                              untried),
                     given_up->what, text_number(count, untried));
    if (counts.unproved)
        command_tell(
            save->command,
            tr_count(
                "of %s recording the server did not say how much there is: whether that is all is not known",
                "of %s recordings the server did not say how much there is: whether that is all is not known",
                counts.unproved),
            text_number(count, counts.unproved));
    if (counts.same)
        snprintf(same, sizeof same, tr(", %zu there already"), counts.same);
    if (counts.failed)
        snprintf(failed, sizeof failed, tr(", %zu failed"), counts.failed);
    command_tell(save->command,
                 tr_count("saved %s recording%s%s, %s MB", "saved %s recordings%s%s, %s MB", counts.saved),
                 text_number(count, counts.saved), same, failed,
                 text_decimal(bytes, (double)counts.bytes / 1e6));
}

/* Of the list that was saved: whether it was all. */
static int list_status(struct save *save)
{
    struct command *command = save->command;
    char coverage[COMMAND_COVERAGE_SIZE];
    int status = command->options->agent_count ? command_fetch_status(command) : COMMAND_DONE;
    bool is_nothing = saver_counts(save->saver).total == 0;
    command_tell(command, "%s%s", is_nothing ? tr("nothing found; ") : "",
                 command_coverage_text(coverage, command));
    return command_coverage_status(status, command_coverage_is_complete(command), is_nothing);
}

static int status_of(struct save *save)
{
    const struct saver_counts counts = saver_counts(save->saver);
    if (save->chosen.failure.kind != FAILURE_NONE)
        return command_tell_failure(save->command, &save->chosen.failure);
    if (counts.total) {
        tell_summary(save);
    } else if (command_chosen_names_calls(save->command, FIRST_CALL)) {
        command_tell(save->command, tr("none of these is a call of the agents that are named"));
        return COMMAND_NO_MATCH;
    }
    int status = command_chosen_names_calls(save->command, FIRST_CALL) ? COMMAND_DONE : list_status(save);
    if (counts.saved + counts.same == 0 && counts.failed)
        return command_failure_status(&save->first);
    return counts.failed || counts.unproved ? COMMAND_PARTIAL : status;
}

static void note_end(struct command *command, const struct saver_counts *counts)
{
    const struct audit_entry entry = {
        .action = "save",
        .result = account_saved_result(counts, command->stopped),
        .recordings = (int64_t)(counts->saved + counts->same),
    };
    command_query_note(command, &entry);
}

static void end(struct command *command)
{
    struct save *save = command->state;
    const struct saver_counts counts = saver_counts(save->saver);
    command_progress_clear(command);
    command_chosen_stop(&save->chosen);
    if (save->is_told && counts.total)
        note_end(command, &counts);
    if (command->stopped)
        command_tell(command, tr("saved %zu of %zu"), counts.saved + counts.same, counts.total);
    else
        command_stop(command, status_of(save));
    command->describe = NULL;
    saver_close(&save->saver);
    name_list_clear(&save->failed);
    free(save);
    command->state = NULL;
}

static const struct command_stage save_stage = {begin, is_done, end};

int command_save(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&save_stage, NULL};
    return command_chosen_run(startup, prepare, stages);
}
