#include "model/audio/audio_command.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

/* One run of the command; freed when both handles are closed. */
struct run {
    struct audio_command *command; /* NULL: it was ended by us */
    uv_process_t child;
    uv_pipe_t input;
    uv_write_t write;
    unsigned open; /* handles that are not closed yet */
    bool has_exited;
    bool is_writing;
    bool is_over;      /* all bytes were given, and its input is closed */
    uint64_t given;    /* bytes written so far */
    char block[BLOCK]; /* bytes that are being written */
};

struct audio_command {
    struct audio_command_options options;
    char *text;
    struct audio_player_status status;
    struct run *run; /* NULL while there is none */
};

static void set_state(struct audio_command *command, enum audio_player_state state)
{
    command->status.state = state;
    command->options.changed(command->options.context);
}

/* Reports a failure; `form` is a translated text with %d for the number. */
static void fail(struct audio_command *command, const char *form, int64_t number)
{
    char what[160];
    const char *place = strstr(form, "%d");
    snprintf(what, sizeof what, "%.*s%lld%s", (int)(place - form), form, (long long)number, place + 2);
    failure_set(&command->status.failure, FAILURE_ANSWER,
                tr("run it by hand: tapedeck audio CALLID | COMMAND; without player in [audio] mpv is used"),
                "%s", what);
    set_state(command, AUDIO_PLAYER_FAILED);
}

static void on_closed(uv_handle_t *handle)
{
    struct run *run = handle->data;
    if (--run->open == 0)
        free(run);
}

static void close_input(struct run *run)
{
    if (!uv_is_closing((uv_handle_t *)&run->input))
        uv_close((uv_handle_t *)&run->input, on_closed);
}

/* Kills the child with its process group, which it leads because it is spawned detached. */
static void end(struct run **run_pointer)
{
    struct run *run = *run_pointer;
    *run_pointer = NULL;
    if (!run)
        return;
    run->command = NULL;
    close_input(run);
    if (!run->has_exited)
        kill(-uv_process_get_pid(&run->child), SIGKILL);
}

static void on_exit_of_child(uv_process_t *child, int64_t status, int number)
{
    struct run *run = child->data;
    struct audio_command *command = run->command;
    run->has_exited = true;
    uv_close((uv_handle_t *)child, on_closed);
    if (!command)
        return;
    end(&command->run);
    if (number)
        fail(command, tr("the command of player in [audio] was ended by signal %d"), number);
    else if (status)
        fail(command, tr("the command of player in [audio] failed with exit status %d"), status);
    else
        set_state(command, AUDIO_PLAYER_ENDED);
}

static int spawn(const struct audio_command *command, struct run *run, int input)
{
    const char *arguments[] = {"sh", "-c", command->text, NULL};
    uv_stdio_container_t places[] = {
        {.flags = UV_INHERIT_FD, .data.fd = input}, {.flags = UV_IGNORE}, {.flags = UV_IGNORE}};
    const uv_process_options_t options = {.file = "/bin/sh",
                                          .args = (char **)arguments,
                                          .exit_cb = on_exit_of_child,
                                          .flags = UV_PROCESS_DETACHED,
                                          .stdio = places,
                                          .stdio_count = sizeof places / sizeof *places};
    return uv_spawn(command->options.loop, &run->child, &options);
}

static int start(struct audio_command *command)
{
    int ends[2];
    int error = uv_pipe(ends, 0, UV_NONBLOCK_PIPE);
    if (error)
        return error;
    struct run *run = memory_new(sizeof *run);
    run->open = 2;
    run->command = command;
    run->child.data = run->input.data = run;
    uv_pipe_init(command->options.loop, &run->input, 0);
    uv_pipe_open(&run->input, ends[1]);
    error = spawn(command, run, ends[0]);
    close(ends[0]);
    if (error) {
        run->has_exited = true;
        uv_close((uv_handle_t *)&run->child, on_closed);
        end(&run);
    }
    command->run = run;
    return error;
}

struct audio_command *audio_command_new(const struct audio_command_options *options)
{
    struct audio_command *command = memory_new(sizeof *command);
    command->options = *options;
    command->text = memory_text(options->command);
    command->status.speed = 1;
    return command;
}

void audio_command_free(struct audio_command **command)
{
    if (!*command)
        return;
    end(&(*command)->run);
    free((*command)->text);
    free(*command);
    *command = NULL;
}

void audio_command_play(struct audio_command *command, int64_t call)
{
    end(&command->run);
    command->status.call = call;
    int error = start(command);
    if (error)
        fail(command, tr("the command of player in [audio] cannot be run: error %d"), -error);
    else
        set_state(command, AUDIO_PLAYER_PLAYING);
}

static void on_written(uv_write_t *write, int error)
{
    struct run *run = write->handle->data;
    run->is_writing = false;
    if (error) /* the child has closed its input; its exit status says whether it failed */
        close_input(run);
    else if (run->command)
        run->command->options.changed(run->command->options.context);
}

void audio_command_give(struct audio_command *command, const struct audio_buffer *buffer, bool is_all)
{
    struct run *run = command->run;
    if (!run || run->is_writing || run->is_over || uv_is_closing((uv_handle_t *)&run->input))
        return;
    size_t length = buffer ? audio_buffer_read(buffer, run->given, run->block, BLOCK) : 0;
    if (length) {
        const uv_buf_t block = uv_buf_init(run->block, (unsigned)length);
        run->given += length;
        run->is_writing = true;
        if (uv_write(&run->write, (uv_stream_t *)&run->input, &block, 1, on_written) != 0)
            close_input(run);
    } else if (is_all) {
        run->is_over = true;
        close_input(run);
    }
}

void audio_command_stop(struct audio_command *command)
{
    bool was_running = command->run != NULL;
    end(&command->run);
    set_state(command, was_running ? AUDIO_PLAYER_ENDED : AUDIO_PLAYER_IDLE);
}

struct audio_player_status audio_command_status(const struct audio_command *command)
{
    return command->status;
}
