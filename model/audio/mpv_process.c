#include "model/audio/mpv_process.h"

#include "net/base/memory.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKET_PLACE = 3, PLACES = MPV_FIRST_FILE + MPV_FILES, ARGUMENTS = 32, LINE_LIMIT = 64 * 1024 };

struct mpv_process {
    struct mpv_options options;
    uv_process_t child;
    uv_pipe_t pipe;
    unsigned open; /* handles that are not closed yet; freed with the last one */
    bool has_exited;
    bool is_ended;         /* mpv_process_end was called */
    bool is_gone;          /* `gone` was called */
    size_t length;         /* bytes in `line` */
    char line[LINE_LIMIT]; /* lines, the last of which may be incomplete */
};

static void on_closed(uv_handle_t *handle)
{
    struct mpv_process *process = handle->data;
    if (--process->open == 0)
        free(process);
}

static void tell_gone(struct mpv_process *process)
{
    if (process->is_ended || process->is_gone)
        return;
    process->is_gone = true;
    process->options.gone(process->options.context);
}

static void on_exit_of_child(uv_process_t *child, int64_t status, int number)
{
    struct mpv_process *process = child->data;
    (void)status;
    (void)number;
    process->has_exited = true;
    uv_close((uv_handle_t *)child, on_closed);
    tell_gone(process);
}

static void on_room(uv_handle_t *handle, size_t size, uv_buf_t *buffer)
{
    struct mpv_process *process = handle->data;
    (void)size;
    *buffer = uv_buf_init(process->line + process->length, (unsigned)(LINE_LIMIT - process->length));
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct mpv_process *process = stream->data;
    (void)buffer;
    if (count < 0) {
        uv_read_stop(stream);
        tell_gone(process);
        return;
    }
    process->length += (size_t)count;
    char *newline = NULL;
    size_t done = 0;
    while (!process->is_ended && (newline = memchr(process->line + done, '\n', process->length - done))) {
        size_t length = (size_t)(newline - process->line) - done;
        process->options.line(process->options.context, process->line + done, length);
        done += length + 1;
    }
    memmove(process->line, process->line + done, process->length - done);
    process->length -= done;
    if (process->length == LINE_LIMIT)
        process->length = 0; /* no message that we need is so long */
}

static int spawn(struct mpv_process *process, int socket)
{
    /* One output format for all calls, so that mpv does not reopen the audio device for the next one. */
    static const char *const fixed[] = {"--no-config",
                                        "--load-scripts=no",
                                        "--ytdl=no",
                                        "--no-terminal",
                                        "--vid=no",
                                        "--idle",
                                        "--hr-seek=yes",
                                        "--audio-samplerate=48000",
                                        "--audio-channels=stereo",
                                        "--audio-format=float",
                                        "--input-ipc-client=fd://3"};
    const struct mpv_options *options = &process->options;
    const char *program = options->program ? options->program : "mpv";
    const char *arguments[ARGUMENTS] = {program};
    uv_stdio_container_t places[PLACES] = {{.flags = UV_IGNORE}, {.flags = UV_IGNORE}, {.flags = UV_IGNORE}};
    size_t count = 1;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        arguments[count++] = fixed[i];
    for (size_t i = 0; options->arguments && options->arguments[i] && count + 1 < ARGUMENTS; i++)
        arguments[count++] = options->arguments[i];
    places[SOCKET_PLACE] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = socket};
    for (int i = 0; i < MPV_FILES; i++)
        places[MPV_FIRST_FILE + i] = (uv_stdio_container_t){
            .flags = options->files[i] < 0 ? UV_IGNORE : UV_INHERIT_FD, .data.fd = options->files[i]};
    const uv_process_options_t spawned = {.file = program,
                                          .args = (char **)arguments,
                                          .exit_cb = on_exit_of_child,
                                          .flags = UV_PROCESS_DETACHED,
                                          .stdio = places,
                                          .stdio_count = PLACES};
    return uv_spawn(options->loop, &process->child, &spawned);
}

struct mpv_process *mpv_process_start(const struct mpv_options *options, int *error)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        *error = UV_EMFILE;
        return NULL;
    }
    struct mpv_process *process = memory_new(sizeof *process);
    process->options = *options;
    process->open = 2;
    uv_pipe_init(options->loop, &process->pipe, 0);
    process->child.data = process->pipe.data = process;
    *error = uv_pipe_open(&process->pipe, ends[0]);
    int spawned = spawn(process, ends[1]);
    close(ends[1]);
    if (spawned != 0) {
        *error = spawned;
        process->has_exited = true;
        process->is_ended = true;
        uv_close((uv_handle_t *)&process->child, on_closed);
        uv_close((uv_handle_t *)&process->pipe, on_closed);
        return NULL;
    }
    uv_read_start((uv_stream_t *)&process->pipe, on_room, on_read);
    return process;
}

bool mpv_process_send(struct mpv_process *process, const char *line)
{
    const uv_buf_t buffer = uv_buf_init((char *)line, (unsigned)strlen(line));
    return uv_try_write((uv_stream_t *)&process->pipe, &buffer, 1) == (int)buffer.len;
}

void mpv_process_end(struct mpv_process **process_pointer)
{
    struct mpv_process *process = *process_pointer;
    *process_pointer = NULL;
    if (!process)
        return;
    process->is_ended = true;
    uv_close((uv_handle_t *)&process->pipe, on_closed);
    if (!process->has_exited)
        uv_process_kill(&process->child, SIGKILL);
}

int mpv_process_id(const struct mpv_process *process)
{
    return uv_process_get_pid(&process->child);
}
