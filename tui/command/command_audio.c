#include "tui/command/command_audio.h"

#include "model/account/account_audit.h"
#include "model/query/list_walk.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/audio_output.h"
#include "tui/command/command.h"
#include "tui/command/command_chosen.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_query.h"
#include "tui/command/command_run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_CALL = 1 };

/* The call that the operand names. */
static int64_t call_of(const struct command *command)
{
    return command_query_call(command->options->operand);
}

static bool prepare_audio(struct command *command, struct failure *failure)
{
    if (isatty(STDOUT_FILENO) != 1)
        return command_chosen_read_calls(command, FIRST_CALL, failure) &&
               command_query_has_purpose(command, failure);
    return failure_set(failure, FAILURE_USAGE, tr("send it to a file (> call.mp3) or to a player (| mpv -)"),
                       tr("audio is not written to a terminal"));
}

static bool prepare_peaks(struct command *command, struct failure *failure)
{
    if (!command->options->format_word || command->options->format == OPTIONS_JSON)
        return command_chosen_read_calls(command, FIRST_CALL, failure) &&
               command_query_may_print(command, failure);
    return failure_set(failure, FAILURE_USAGE, tr("give --format json, or leave it away"),
                       tr("peaks are written as JSON"));
}

/* The recordings of the call that the archive has. */
struct recordings {
    struct command *command;
    struct list_walk *walk; /* NULL: all were seen */
    struct failure failure; /* or not */
    size_t count;
    size_t named; /* of these are that of --agent and --file, */
    char *file;   /* and the first of them has this one; owned */
};

static bool take_recording(void *context, const struct listed_recording *row)
{
    struct recordings *recordings = context;
    const char *file = recordings->command->options->file, *name = recording_file(&row->recording);
    recordings->count++;
    if (!command_query_wants(recordings->command, row) || (file && strcmp(name, file) != 0))
        return true;
    if (recordings->named++ == 0)
        recordings->file = memory_text(name);
    return true;
}

static void on_walked(void *context, const struct failure *failure)
{
    struct recordings *recordings = context;
    recordings->walk = NULL;
    if (failure)
        recordings->failure = *failure;
}

static void begin_recordings(struct command *command)
{
    struct recordings *recordings = memory_new(sizeof *recordings);
    recordings->command = command;
    command->state = recordings;
    recordings->walk = list_walk_start(&(struct list_walk_options){
        .queries = account_queries(command->account),
        .query = list_query_of_call(call_of(command)),
        .block = 16,
        .take = take_recording,
        .ended = on_walked,
        .context = recordings,
    });
}

static bool has_recordings(struct command *command)
{
    const struct holds *holds = account_holds(command->account);
    return !((struct recordings *)command->state)->walk && (!holds || !holds_is_busy(holds));
}

/* That the server has, of those that the archive has. */
static size_t count_there(struct command *command, size_t count)
{
    const struct holds *holds = account_holds(command->account);
    return holds ? count - holds_gone(holds, call_of(command)) : count;
}

/* Hands the file of the one that is named to the next stage: of several whichever. */
static void hand_over(struct command *command, struct recordings *recordings)
{
    const char *named = command->options->file;
    command->state = NULL;
    if (!command->stopped && (named || recordings->named == 1))
        command->state = memory_text(named ? named : recordings->file);
    free(recordings->file);
    free(recordings);
}

/* The server has one audio for all of them, whichever was named. */
static void end_recordings(struct command *command)
{
    struct recordings *recordings = command->state;
    list_walk_stop(&recordings->walk);
    if (command->stopped) {
        command_progress_clear(command);
    } else if (recordings->failure.kind != FAILURE_NONE) {
        command_stop(command, command_tell_failure(command, &recordings->failure));
    } else if (recordings->count == 0) {
        command_tell(command, tr("call %lld is not in the archive: only its number is known"),
                     (long long)call_of(command));
    } else if (!recordings->named) {
        command_tell(command, tr("call %lld has no such recording in the archive"),
                     (long long)call_of(command));
        command_stop(command, COMMAND_NO_MATCH);
    } else if (count_there(command, recordings->count) > 1) {
        command_tell(command, tr("the server gives one audio for the %zu recordings of this call"),
                     count_there(command, recordings->count));
    }
    hand_over(command, recordings);
}

/* `file` is that of the recording, NULL: whichever of the call. */
static struct audio_status status_of(struct command *command, const char *file)
{
    return audio_status(account_audio(command->account), call_of(command), file);
}

static bool is_there(const struct audio_status *status)
{
    return status->state != AUDIO_ARRIVING && (!status->shape || status->is_analysed);
}

/* Says what is not as it should be; returns the exit status for it. */
static enum command_status tell(struct command *command, const struct audio_status *status)
{
    command_tell_failure(command, &status->failure);
    if (status->is_held)
        command_tell(command, tr("the audio of call %lld is the copy that is on hold"),
                     (long long)call_of(command));
    else if (status->damage && status->state != AUDIO_FAILED)
        command_tell(command, tr("%s; this is from the server"), status->damage->what);
    switch (status->state) {
    case AUDIO_COMPLETE:
        return COMMAND_DONE;
    case AUDIO_UNPROVED:
        command_tell(command,
                     tr("the server did not say how much there is: whether that is all is not known"));
        return COMMAND_PARTIAL;
    case AUDIO_CUT:
        return COMMAND_PARTIAL;
    default:
        return command_failure_status(&status->failure);
    }
}

/* Says that standard output takes no more, unless somebody has closed it on purpose. */
static enum command_status tell_unwritten(struct command *command, int error)
{
    if (error != EPIPE)
        command_tell(command, tr("cannot write to standard output: %s"), strerror(error));
    return COMMAND_FAILED;
}

/* State of the stage that writes the audio. */
struct writing {
    struct audio_output *output;
    char *file;    /* of the recording, owned; NULL: whichever of the call */
    bool is_noted; /* in the log of access */
};

static void begin_audio(struct command *command)
{
    struct writing *writing = memory_new(sizeof *writing);
    writing->output = audio_output_new(&command->loop, STDOUT_FILENO);
    writing->file = command->state;
    command->state = writing;
    audio_fetch(account_audio(command->account), call_of(command), writing->file);
}

/* Without a file it is of whichever recording. */
static void note(struct command *command, const char *action, const char *file, const char *result)
{
    const struct audit_entry entry = {.action = action,
                                      .call = call_of(command),
                                      .file = file,
                                      .purpose = command->options->purpose,
                                      .result = result};
    account_note(command->account, 0, &entry);
}

static enum audio_output_state write_on(struct command *command, bool is_all)
{
    struct writing *writing = command->state;
    const struct audio_buffer *buffer =
        audio_bytes(account_audio(command->account), call_of(command), writing->file);
    if (buffer && !writing->is_noted)
        note(command, "audio", writing->file, "begun");
    writing->is_noted = writing->is_noted || buffer;
    return audio_output_give(writing->output, buffer, is_all);
}

/* What has come is written at once: who listens need not wait for the rest. */
static bool is_audio_done(struct command *command)
{
    const struct audio_status status = status_of(command, ((struct writing *)command->state)->file);
    bool is_all = is_there(&status);
    enum audio_output_state state = write_on(command, is_all);
    return state == AUDIO_OUTPUT_FAILED || state == AUDIO_OUTPUT_DIFFERENT ||
           (is_all && state == AUDIO_OUTPUT_WRITTEN);
}

static enum command_status tell_written(struct command *command)
{
    const struct audio_status status = status_of(command, ((struct writing *)command->state)->file);
    switch (write_on(command, true)) {
    case AUDIO_OUTPUT_FAILED:
        return tell_unwritten(command, audio_output_error(((struct writing *)command->state)->output));
    case AUDIO_OUTPUT_DIFFERENT:
        command_tell_failure(command, &status.failure);
        command_tell(
            command,
            tr("the server gave other audio when it was asked again: what was written is not whole"));
        return COMMAND_PARTIAL;
    default:
        return tell(command, &status);
    }
}

static void end_audio(struct command *command)
{
    struct writing *writing = command->state;
    bool is_stopped = command->stopped;
    if (!is_stopped)
        command_stop(command, (int)tell_written(command));
    if (writing->is_noted)
        note(command, "audio", writing->file,
             is_stopped                           ? "stopped"
             : command->status == COMMAND_DONE    ? "done"
             : command->status == COMMAND_PARTIAL ? "partly"
                                                  : "failed");
    command->state = NULL;
    audio_output_free(&writing->output);
    free(writing->file);
    free(writing);
}

static int64_t milliseconds(size_t columns)
{
    return (int64_t)columns * AUDIO_COLUMN_MS;
}

static void write_sound(const struct audio_sound *sound)
{
    printf("\"sound_ms\":%" PRId64 ",\"longest_silence_ms\":[%" PRId64 ",%" PRId64 "],\"sounds_ms\":[",
           milliseconds(sound->sounding), milliseconds(sound->longest_silence.begin),
           milliseconds(sound->longest_silence.end));
    for (size_t i = 0; i < sound->count; i++)
        printf("%s[%" PRId64 ",%" PRId64 "]", i ? "," : "", milliseconds(sound->spans[i].begin),
               milliseconds(sound->spans[i].end));
    printf("],");
}

/* An array of each channel's columns. */
static void write_columns(const struct audio_shape *shape)
{
    printf("\"column_ms\":%d,\"peaks\":[", AUDIO_COLUMN_MS);
    for (unsigned channel = 0; channel < shape->channels; channel++) {
        printf("%s[", channel ? "," : "");
        for (size_t i = 0; i < shape->count; i++)
            printf("%s%u", i ? "," : "", shape->columns[channel][i].peak);
        printf("]");
    }
    printf("]}\n");
}

static void begin_peaks(struct command *command)
{
    audio_fetch(account_audio(command->account), call_of(command), NULL);
}

static bool are_peaks_there(struct command *command)
{
    const struct audio_status status = status_of(command, NULL);
    return is_there(&status);
}

static void write_peaks(struct command *command)
{
    const struct audio_status status = status_of(command, NULL);
    if (command->stopped)
        return;
    if (!status.shape) {
        command_stop(command, (int)tell(command, &status));
        return;
    }
    note(command, "peaks", NULL, NULL);
    if (!status.facts->has_shape) {
        command_tell(command, tr("this audio (%s) cannot be decoded here"), audio_kind_name(status.kind));
        command_stop(command, COMMAND_FAILED);
        return;
    }
    printf("{\"QueueCallId\":%" PRId64 ",\"kind\":\"%s\",\"complete\":%s,\"bytes\":%" PRIu64
           ",\"length_ms\":%" PRId64 ",\"channels\":%u,",
           call_of(command), audio_kind_name(status.kind), status.state == AUDIO_COMPLETE ? "true" : "false",
           status.bytes, audio_shape_length_ms(status.shape), status.shape->channels);
    if (status.shape->channels == 2)
        printf("\"talk_over_ms\":%" PRId64 ",", milliseconds(status.sound->talk_over));
    write_sound(status.sound);
    write_columns(status.shape);
    bool is_written = fflush(stdout) == 0 && !ferror(stdout);
    command_stop(command, (int)(is_written ? tell(command, &status) : tell_unwritten(command, errno)));
}

static const struct command_stage recordings_stage = {begin_recordings, has_recordings, end_recordings};
static const struct command_stage audio_stage = {begin_audio, is_audio_done, end_audio};
static const struct command_stage peaks_stage = {begin_peaks, are_peaks_there, write_peaks};

/* The archive is asked only if a recording is named. */
int command_audio(const struct startup *startup)
{
    static const struct command_stage *const bare[] = {&audio_stage, NULL};
    static const struct command_stage *const named[] = {&command_fetch_find, &recordings_stage, &audio_stage,
                                                        NULL};
    bool is_named = startup->options.file || startup->options.agent_count;
    return command_run(startup, &(struct command_plan){.stages = is_named ? named : bare,
                                                       .prepare = prepare_audio,
                                                       .needs_no_archive = !is_named});
}

int command_peaks(const struct startup *startup)
{
    static const struct command_stage *const stages[] = {&peaks_stage, NULL};
    return command_run(startup, &(struct command_plan){
                                    .stages = stages, .prepare = prepare_peaks, .needs_no_archive = true});
}
