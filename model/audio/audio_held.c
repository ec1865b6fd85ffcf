#include "model/audio/audio_held.h"

#include "model/hold/hold_copy.h"
#include "model/hold/hold_files.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 20 }; /* bytes per block, which the loop appends in one go */

/* While a block is being read everything but the options and is_cancelled belongs to the worker. A block is always
 * being read, except within on_read. */
struct audio_held {
    struct audio_held_options options;
    uv_work_t work;
    char *folder; /* owned, as are the name, the file and the block */
    char *name;   /* of the recording's file, see the options */
    char *block;
    size_t length; /* bytes in the block; less than BLOCK at the end of the file */
    int file;      /* -1: not open */
    enum audio_held_end how;
    struct failure failure; /* of what cannot be read */
    bool is_looked_for;
    bool is_gone; /* the server has deleted the recording: what it gives for the call is another one */
    bool is_cancelled;
    enum audio_kind kind;
    uint64_t total;
};

static void held_free(struct audio_held *held)
{
    if (held->file >= 0)
        close(held->file);
    free(held->folder);
    free(held->name);
    free(held->block);
    free(held);
}

static void explain(struct audio_held *held, const char *why)
{
    failure_set(&held->failure, FAILURE_DISK, "",
                tr("the audio of call %lld that is on hold cannot be read: %s"),
                (long long)held->options.call, why);
}

/* Sets the outcome when there is no usable copy; the failure, if any, says why. */
static void miss(struct audio_held *held)
{
    bool is_lost = held->is_gone && held->name;
    if (is_lost && held->failure.kind == FAILURE_NONE)
        failure_set(&held->failure, FAILURE_NOT_FOUND,
                    tr("if the server gives something for that call by now, it is of another recording"),
                    tr("call %lld is on hold without its audio, and the server no longer has it"),
                    (long long)held->options.call);
    held->how = is_lost                              ? AUDIO_HELD_GONE
                : held->failure.kind == FAILURE_NONE ? AUDIO_HELD_NONE
                                                     : AUDIO_HELD_DAMAGED;
}

/* Opens and verifies the copy, and records in the hold whether it is damaged: hold_saver.h fetches damaged copies
 * again. */
static void open_copy(struct audio_held *held, const struct hold *hold)
{
    held->file = hold_copy_open(hold, &held->failure);
    bool is_damaged = held->file < 0;
    if (hold->audio_is_recorded && hold->audio_is_damaged != is_damaged)
        hold_files_note_damage(held->folder, hold, is_damaged);
}

/* On a thread of the pool. */
static void look_for(struct audio_held *held)
{
    struct stat status;
    struct hold_table table = {0};
    const struct audio_held_options *options = &held->options;
    const struct hold *hold =
        hold_files_find(held->folder, options->call, held->name, &table, &held->failure);
    held->is_gone = hold && hold->is_gone;
    bool is_spare = held->is_gone && hold->audio && !held->name && options->server_first;
    bool is_proved = hold && hold->audio_is_recorded && hold->audio_is_proved;
    if (hold && hold->audio && !is_spare)
        open_copy(held, hold);
    if (is_spare)
        held->how = AUDIO_HELD_SPARE;
    else if (held->file < 0)
        miss(held);
    else
        held->how = is_proved ? AUDIO_HELD_WHOLE : AUDIO_HELD_UNSURE;
    if (held->file >= 0 && fstat(held->file, &status) == 0)
        held->total = (uint64_t)status.st_size;
    hold_table_clear(&table);
}

static void read_block(uv_work_t *work)
{
    struct audio_held *held = work->data;
    if (!held->is_looked_for)
        look_for(held);
    held->is_looked_for = true;
    held->length = 0;
    while (held->file >= 0 && held->length < BLOCK) {
        ssize_t count = read(held->file, held->block + held->length, BLOCK - held->length);
        if (count < 0 && errno != EINTR) {
            explain(held, strerror(errno));
            miss(held);
        }
        if (count == 0 || held->failure.kind != FAILURE_NONE)
            break;
        held->length += count > 0 ? (size_t)count : 0;
    }
}

static bool is_whole(const struct audio_held *held)
{
    return held->how == AUDIO_HELD_WHOLE || held->how == AUDIO_HELD_UNSURE;
}

static void end(struct audio_held *held)
{
    const struct audio_held_options options = held->options;
    const enum audio_held_end how = held->how;
    const struct failure failure = held->failure;
    struct audio_buffer *buffer = audio_store_find(options.store, options.key);
    if (failure.kind != FAILURE_NONE && buffer)
        audio_buffer_clear(buffer);
    audio_store_pin(options.store, options.key, false);
    held_free(held);
    options.ended(options.context, how, &failure);
}

/* Appends the block to the store; the first block replaces what a download has left there. False with the failure
 * filled. */
static bool take_block(struct audio_held *held)
{
    const struct audio_held_options *options = &held->options;
    struct audio_buffer *buffer = audio_store_add(options->store, options->key, &held->failure);
    if (!buffer)
        return false;
    audio_store_pin(options->store, options->key, true);
    if (held->kind == AUDIO_UNDECIDED) {
        size_t length = held->length < AUDIO_KIND_BYTES ? held->length : AUDIO_KIND_BYTES;
        audio_buffer_clear(buffer);
        held->kind = audio_kind_of(held->block, length, true);
    }
    if (!audio_kind_is_audio(held->kind)) {
        explain(held, tr("it is no audio"));
        return false;
    }
    return audio_store_append(options->store, options->key, held->block, held->length, &held->failure);
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
    bool is_end = held->length < BLOCK, is_news = held->length || held->kind == AUDIO_UNDECIDED;
    (void)status; /* never cancelled */
    if (held->is_cancelled) {
        held_free(held);
        return;
    }
    if (is_whole(held) && is_news && !take_block(held))
        miss(held);
    if (is_whole(held))
        held->options.arrived(held->options.context);
    if (is_end || !is_whole(held))
        end(held);
    else
        read_on(held);
}

struct audio_held *audio_held_start(const struct audio_held_options *options)
{
    struct audio_held *held = memory_new(sizeof *held);
    held->options = *options;
    held->folder = memory_text(options->folder);
    held->name = options->file ? memory_text(options->file) : NULL;
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
    audio_store_pin((*held)->options.store, (*held)->options.key, false);
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
