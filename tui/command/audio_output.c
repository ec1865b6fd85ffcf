#include "tui/command/audio_output.h"

#include "net/base/hash.h"
#include "net/base/memory.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { LOOK_MS = 100 }; /* so often it is looked whether it is still wanted */

/* What is written, and how far that is, is the worker's while `is_busy`. */
struct audio_output {
    uv_loop_t *loop;
    uv_work_t work;
    int descriptor;
    bool is_busy;
    bool is_freed;
    atomic_bool is_stopped;
    struct audio_buffer *buffer; /* owned share; NULL: nothing has come */
    unsigned beginnings;         /* of the buffer, see audio_buffer_beginnings */
    bool is_anew;                /* what was written is not compared yet with what came for it */
    uint64_t size;               /* of what there is */
    uint64_t written;
    uint64_t hash; /* of that */
    int error;
    bool is_different;
};

struct audio_output *audio_output_new(uv_loop_t *loop, int descriptor)
{
    struct audio_output *output = memory_new(sizeof *output);
    output->loop = loop;
    output->descriptor = descriptor;
    output->hash = HASH_BEGIN;
    output->work.data = output;
    return output;
}

static void output_free(struct audio_output *output)
{
    audio_buffer_free(&output->buffer);
    free(output);
}

void audio_output_free(struct audio_output **output_pointer)
{
    struct audio_output *output = *output_pointer;
    *output_pointer = NULL;
    if (!output)
        return;
    output->is_stopped = output->is_freed = true;
    if (!output->is_busy)
        output_free(output);
}

/* Whether what was written is what the buffer begins with. */
static bool is_alike(const struct audio_output *output)
{
    char block[PIPE_BUF];
    uint64_t hash = HASH_BEGIN, at = 0;
    while (at < output->written && !output->is_stopped) {
        uint64_t left = output->written - at;
        size_t length = left < sizeof block ? (size_t)left : sizeof block;
        if (audio_buffer_read(output->buffer, at, block, length) != length)
            return false;
        hash = hash_on(hash, block, length);
        at += length;
    }
    return hash == output->hash;
}

/* So many bytes are taken without waiting once there is room. */
static void write_block(struct audio_output *output, const char *block, size_t length)
{
    struct pollfd room = {.fd = output->descriptor, .events = POLLOUT};
    if (poll(&room, 1, LOOK_MS) == 0)
        return;
    ssize_t count = write(output->descriptor, block, length);
    if (count < 0 && errno != EINTR && errno != EAGAIN)
        output->error = errno;
    if (count <= 0)
        return;
    output->hash = hash_on(output->hash, block, (size_t)count);
    output->written += (uint64_t)count;
}

/* On another thread. */
static void run(uv_work_t *work)
{
    struct audio_output *output = work->data;
    char block[PIPE_BUF];
    output->is_different = output->is_anew && !is_alike(output);
    output->is_anew = false;
    while (output->written < output->size && !output->error && !output->is_different && !output->is_stopped) {
        uint64_t left = output->size - output->written;
        size_t length = left < sizeof block ? (size_t)left : sizeof block;
        length = audio_buffer_read(output->buffer, output->written, block, length);
        if (!length)
            return; /* it begins anew */
        write_block(output, block, length);
    }
}

static void on_run(uv_work_t *work, int status)
{
    struct audio_output *output = work->data;
    (void)status;
    output->is_busy = false;
    if (output->is_freed)
        output_free(output);
}

static void begin(struct audio_output *output, const struct audio_buffer *buffer)
{
    audio_buffer_free(&output->buffer);
    output->buffer = buffer ? audio_buffer_share(buffer) : NULL;
    output->beginnings = buffer ? audio_buffer_beginnings(buffer) : 0;
    output->is_anew = output->written > 0;
}

static void start(struct audio_output *output)
{
    output->is_busy = true;
    int code = uv_queue_work(output->loop, &output->work, run, on_run);
    if (code)
        die("cannot write beside the loop: %s", uv_strerror(code));
}

enum audio_output_state audio_output_give(struct audio_output *output, const struct audio_buffer *buffer,
                                          bool is_all)
{
    if (output->is_busy)
        return AUDIO_OUTPUT_WRITING;
    if (output->error)
        return AUDIO_OUTPUT_FAILED;
    if (output->buffer != buffer || (buffer && audio_buffer_beginnings(buffer) != output->beginnings))
        begin(output, buffer);
    output->size = buffer ? audio_buffer_size(buffer) : 0;
    if (output->is_different || (is_all && output->size < output->written))
        return AUDIO_OUTPUT_DIFFERENT;
    bool is_due = output->size > output->written || (output->is_anew && output->size == output->written);
    if (is_due && buffer)
        start(output);
    return is_due ? AUDIO_OUTPUT_WRITING : AUDIO_OUTPUT_WRITTEN;
}

int audio_output_error(const struct audio_output *output)
{
    return output->error;
}
