#include "model/audio/audio_held.h"

#include "model/hold/hold_files.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 20 }; /* bytes that the loop takes in one go */

/* The file and the block are the worker's while it is at work, which it is until the end or a cancel. */
struct audio_held {
    struct audio_held_options options;
    uv_work_t work;
    char *folder; /* owned, as are the file and the block */
    char *block;
    size_t length; /* of what is in it; less than BLOCK at the end */
    int file;      /* -1: not opened yet, or it is not on hold */
    int error;     /* errno of what failed */
    bool is_looked_for;
    bool is_cancelled;
    enum audio_kind kind;
    uint64_t total;
};

static void held_free(struct audio_held *held)
{
    if (held->file >= 0)
        close(held->file);
    free(held->folder);
    free(held->block);
    free(held);
}

/* On another thread, as is the next one. */
static void look_for(struct audio_held *held)
{
    struct stat status;
    char *path = hold_files_audio(held->folder, held->options.call);
    held->file = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
    if (path && (held->file < 0 || fstat(held->file, &status) != 0))
        held->error = errno;
    else if (path && S_ISREG(status.st_mode))
        held->total = (uint64_t)status.st_size;
    else if (path)
        held->error = EINVAL;
    free(path);
}

static void read_block(uv_work_t *work)
{
    struct audio_held *held = work->data;
    if (!held->is_looked_for)
        look_for(held);
    held->is_looked_for = true;
    held->length = 0;
    while (held->file >= 0 && !held->error && held->length < BLOCK) {
        ssize_t count = read(held->file, held->block + held->length, BLOCK - held->length);
        if (count < 0 && errno != EINTR)
            held->error = errno;
        if (count == 0)
            break;
        held->length += count > 0 ? (size_t)count : 0;
    }
}

static void end(struct audio_held *held, bool is_whole, const struct failure *failure)
{
    const struct audio_held_options options = held->options;
    struct audio_buffer *buffer = audio_store_find(options.store, options.call);
    if (!is_whole && failure->kind != FAILURE_NONE && buffer)
        audio_buffer_clear(buffer);
    audio_store_pin(options.store, options.call, false);
    held_free(held);
    options.ended(options.context, is_whole, failure);
}

static void explain(const struct audio_held *held, const char *why, struct failure *failure)
{
    failure_set(failure, FAILURE_DISK, "", tr("the audio of call %lld that is on hold cannot be read: %s"),
                (long long)held->options.call, why);
}

/* The first block is in the place of what has come from the server. False with *failure filled. */
static bool take_block(struct audio_held *held, struct failure *failure)
{
    const struct audio_held_options *options = &held->options;
    struct audio_buffer *buffer = audio_store_add(options->store, options->call, failure);
    if (!buffer)
        return false;
    audio_store_pin(options->store, options->call, true);
    if (held->kind == AUDIO_UNDECIDED) {
        size_t length = held->length < AUDIO_KIND_BYTES ? held->length : AUDIO_KIND_BYTES;
        audio_buffer_clear(buffer);
        held->kind = audio_kind_of(held->block, length, true);
    }
    if (!audio_kind_is_audio(held->kind)) {
        explain(held, tr("it is no audio"), failure);
        return false;
    }
    return audio_store_append(options->store, options->call, held->block, held->length, failure);
}

static void on_read(uv_work_t *work, int status);

static void read_on(struct audio_held *held)
{
    int code = uv_queue_work(held->options.loop, &held->work, read_block, on_read);
    if (code)
        die("cannot read beside the loop: %s", uv_strerror(code));
}

static void on_read(uv_work_t *work, int status)
{
    struct audio_held *held = work->data;
    struct failure failure = {.kind = FAILURE_NONE};
    bool is_end = held->length < BLOCK, is_news = held->length || held->kind == AUDIO_UNDECIDED;
    (void)status; /* it is never taken back */
    if (held->is_cancelled) {
        held_free(held);
        return;
    }
    if (held->error)
        explain(held, strerror(held->error), &failure);
    if (held->file < 0 || held->error || (is_news && !take_block(held, &failure))) {
        end(held, false, &failure);
        return;
    }
    held->options.arrived(held->options.context);
    if (is_end)
        end(held, true, &failure);
    else
        read_on(held);
}

struct audio_held *audio_held_start(const struct audio_held_options *options)
{
    struct audio_held *held = memory_new(sizeof *held);
    held->options = *options;
    held->folder = memory_text(options->folder);
    held->block = memory_array(BLOCK, 1);
    held->file = -1;
    held->work.data = held;
    read_on(held);
    return held;
}

void audio_held_cancel(struct audio_held **held)
{
    if (!*held)
        return;
    (*held)->is_cancelled = true;
    audio_store_pin((*held)->options.store, (*held)->options.call, false);
    *held = NULL;
}

enum audio_kind audio_held_kind(const struct audio_held *held)
{
    return held->kind;
}

uint64_t audio_held_total(const struct audio_held *held)
{
    return held->total;
}
