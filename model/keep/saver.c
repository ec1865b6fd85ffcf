#include "model/keep/saver.h"

#include "model/fetch/patience.h"
#include "model/keep/sidecar.h"
#include "model/recording/recording_copy.h"
#include "model/recording/recording_name.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AT_ONCE = 2, SHOWN_FOLDER = 180 };

enum slot_state { SLOT_FREE, SLOT_FETCHING, SLOT_RESTING, SLOT_WRITING };

/* A recording that is being saved. */
struct slot {
    struct recording *recording; /* owned */
    enum slot_state state;
    unsigned tries;
    uint64_t again_at; /* SLOT_RESTING: time of the loop's clock in milliseconds */
    bool is_unproved, is_held;
    struct failure damage;   /* see saver_result; FAILURE_NONE: nothing is wrong */
    bool is_fetching;        /* this slot has requested the audio; else somebody had before */
    struct writing *writing; /* SLOT_WRITING: freed by on_written */
};

struct saver {
    struct saver_options options;
    char *name_template;
    char *folder;               /* recording_name_folder of the template, below which all files are saved */
    dev_t disk;                 /* the device of `folder`; 0 until the first file is written */
    char *purpose;              /* NULL: none was given */
    uv_timer_t timer;           /* fires when the first of the resting slots is due */
    struct recording **waiting; /* all that were added; owned, as are the recordings from `next` on */
    size_t waiting_capacity;
    size_t next;
    struct slot slots[AT_ONCE];
    struct saver_counts counts;
    struct failure given_up;
    bool is_closed;
    unsigned parts; /* open handles and requests of the loop, which have to end before it is freed */
};

/* A request to the thread pool to write one file. All pointers but `saver` and `slot` are owned. */
struct writing {
    uv_work_t work;
    struct saver *saver;
    struct slot *slot;
    char *path;
    struct audio_buffer *buffer; /* keeps the bytes behind audio.file */
    atomic_bool is_unwanted;     /* set by the loop when the saver is closed */
    struct kept_content audio;
    struct kept_content sidecar; /* its text is NULL where there is none */
    enum kept_outcome outcome;
    char *kept_as;
    struct failure failure;
    char *folder;
    dev_t disk;              /* saver->disk; afterwards the device that was written to */
    struct failure obstacle; /* why no file can be written into the folder; FAILURE_NONE: files can */
};

static void drop_part(struct saver *saver)
{
    if (--saver->parts || !saver->is_closed)
        return;
    for (size_t i = saver->next; i < saver->counts.total; i++)
        free(saver->waiting[i]);
    for (size_t i = 0; i < AT_ONCE; i++)
        free(saver->slots[i].recording);
    free(saver->waiting);
    free(saver->name_template);
    free(saver->folder);
    free(saver->purpose);
    free(saver);
}

static struct audio_status status_of(const struct saver *saver, const struct slot *slot)
{
    return audio_status(saver->options.audio, slot->recording->queue_call_id,
                        recording_file(slot->recording));
}

static void on_timer(uv_timer_t *timer)
{
    saver_turn(timer->data);
}

static void on_timer_closed(uv_handle_t *handle)
{
    drop_part(handle->data);
}

struct saver *saver_open(const struct saver_options *options)
{
    struct saver *saver = memory_new(sizeof *saver);
    saver->options = *options;
    saver->name_template = memory_text(options->name_template);
    saver->folder = recording_name_folder(options->name_template);
    saver->purpose = options->purpose ? memory_text(options->purpose) : NULL;
    saver->parts = 1;
    uv_timer_init(options->loop, &saver->timer);
    saver->timer.data = saver;
    return saver;
}

/* Cancels the request for audio, unless somebody else had made it before. */
static void stop_fetching(struct saver *saver, const struct slot *slot)
{
    if (slot->is_fetching && slot->state == SLOT_FETCHING)
        audio_stop(saver->options.audio, slot->recording->queue_call_id, recording_file(slot->recording));
}

/* Keeps the file from getting its name: nobody would be told of it any more. */
static void stop_writing(const struct slot *slot)
{
    if (slot->state == SLOT_WRITING)
        atomic_store(&slot->writing->is_unwanted, true);
}

void saver_close(struct saver **saver_pointer)
{
    struct saver *saver = *saver_pointer;
    *saver_pointer = NULL;
    if (!saver)
        return;
    saver->is_closed = true;
    for (size_t i = 0; i < AT_ONCE; i++) {
        stop_fetching(saver, &saver->slots[i]);
        stop_writing(&saver->slots[i]);
    }
    uv_close((uv_handle_t *)&saver->timer, on_timer_closed);
}

void saver_add(struct saver *saver, const struct recording *recording)
{
    saver->waiting = memory_grow(saver->waiting, &saver->waiting_capacity, saver->counts.total + 1,
                                 sizeof *saver->waiting);
    saver->waiting[saver->counts.total++] = recording_copy(recording);
}

/* Reports the result and frees the slot. */
static void finish(struct saver *saver, struct slot *slot, struct saver_result result)
{
    bool is_there = result.outcome != KEPT_FAILED;
    saver->counts.saved += result.outcome == KEPT_NEW;
    saver->counts.same += result.outcome == KEPT_SAME;
    saver->counts.failed += !is_there;
    saver->counts.unproved += is_there && slot->is_unproved;
    saver->counts.held += is_there && slot->is_held;
    saver->counts.damaged += slot->damage.kind != FAILURE_NONE;
    saver->counts.bytes += is_there ? result.bytes : 0;
    result.recording = slot->recording;
    result.purpose = saver->purpose;
    result.is_unproved = slot->is_unproved;
    result.is_held = slot->is_held;
    result.damage = slot->damage.kind != FAILURE_NONE ? &slot->damage : NULL;
    saver->options.took(saver->options.context, &result);
    free(slot->recording);
    *slot = (struct slot){.state = SLOT_FREE};
}

static void give_up(struct saver *saver, const struct failure *failure)
{
    if (saver->given_up.kind == FAILURE_NONE)
        saver->given_up = *failure;
}

/* Whether the server would refuse the other recordings as well. Not so where a held copy is damaged: others have
 * theirs and need no server. */
static bool concerns_all(const struct slot *slot, const struct failure *failure)
{
    return slot->damage.kind == FAILURE_NONE &&
           (failure->kind == FAILURE_REFUSED || failure->kind == FAILURE_NETWORK);
}

static void fail(struct saver *saver, struct slot *slot, const struct failure *failure)
{
    if (concerns_all(slot, failure))
        give_up(saver, failure);
    finish(saver, slot, (struct saver_result){.outcome = KEPT_FAILED, .failure = failure});
}

/* Frees the slots that wait for audio which could not be written. These recordings count as untried, or as failed
 * with tells_untried. */
static void drop_arriving(struct saver *saver)
{
    for (size_t i = 0; i < AT_ONCE; i++) {
        struct slot *slot = &saver->slots[i];
        if (slot->state != SLOT_FETCHING && slot->state != SLOT_RESTING)
            continue;
        stop_fetching(saver, slot);
        if (saver->options.tells_untried) {
            fail(saver, slot, &saver->given_up);
            continue;
        }
        free(slot->recording);
        *slot = (struct slot){.state = SLOT_FREE};
    }
}

/* After a failure, on the pool's thread: whether other files would fail, too, as the disk is full or the folder
 * cannot be written to. */
static void look_for_obstacle(struct writing *writing)
{
    if (writing->failure.kind == FAILURE_FULL)
        writing->obstacle = writing->failure;
    else if (kept_folder_takes(writing->folder, &writing->obstacle))
        writing->obstacle.kind = FAILURE_NONE;
}

/* On the pool's thread. Where a USB stick is pulled, its mount point stays as a folder of another disk, or a folder
 * of that name would be made anew: files written there would be missing on the stick. */
static bool is_disk_there(struct writing *writing)
{
    struct stat status;
    char folder[SHOWN_FOLDER];
    bool is_there = stat(*writing->folder ? writing->folder : ".", &status) == 0;
    if (writing->disk == 0 || (is_there && status.st_dev == writing->disk))
        return true;
    failure_set(&writing->failure, FAILURE_DISK, tr("put it back and save again"),
                tr("the folder is gone, or another disk is there now: %s"),
                failure_quote(folder, sizeof folder, writing->folder));
    writing->obstacle = writing->failure;
    return false;
}

static void write_files(uv_work_t *work)
{
    struct writing *writing = work->data;
    struct stat status;
    writing->outcome = KEPT_FAILED;
    if (!is_disk_there(writing))
        return;
    writing->outcome = kept_file_put(writing->path, &writing->audio, &writing->kept_as, &writing->failure);
    if (writing->outcome != KEPT_FAILED && stat(*writing->folder ? writing->folder : ".", &status) == 0)
        writing->disk = status.st_dev;
    if (writing->outcome != KEPT_FAILED && writing->sidecar.text &&
        !sidecar_put(writing->kept_as, &writing->sidecar, &writing->failure))
        writing->outcome = KEPT_FAILED;
    if (writing->outcome == KEPT_FAILED && !writing->is_unwanted)
        look_for_obstacle(writing);
}

static void writing_free(struct writing *writing)
{
    close(writing->audio.file);
    audio_buffer_free(&writing->buffer);
    free((char *)writing->sidecar.text);
    free(writing->kept_as);
    free(writing->folder);
    free(writing->path);
    free(writing);
}

static void on_written(uv_work_t *work, int status)
{
    struct writing *writing = work->data;
    struct saver *saver = writing->saver;
    (void)status;
    if (saver->is_closed) {
        writing_free(writing);
        drop_part(saver);
        return;
    }
    saver->parts--;
    if (writing->outcome == KEPT_FAILED)
        fail(saver, writing->slot, &writing->failure);
    else
        finish(saver, writing->slot,
               (struct saver_result){
                   .outcome = writing->outcome, .path = writing->kept_as, .bytes = writing->audio.size});
    if (saver->disk == 0)
        saver->disk = writing->disk;
    if (writing->obstacle.kind != FAILURE_NONE) {
        give_up(saver, &writing->obstacle);
        drop_arriving(saver);
    }
    writing_free(writing);
    saver_turn(saver);
}

static const char *ending_of(enum audio_kind kind)
{
    switch (kind) {
    case AUDIO_WAV:
        return ".wav";
    case AUDIO_OGG:
        return ".ogg";
    case AUDIO_FLAC:
        return ".flac";
    default:
        return ".mp3";
    }
}

/* Hands the complete audio to a thread of the pool. */
static void save_audio(struct saver *saver, struct slot *slot, const struct audio_status *status)
{
    struct failure failure;
    const struct audio_buffer *buffer =
        audio_bytes(saver->options.audio, slot->recording->queue_call_id, recording_file(slot->recording));
    int file = audio_buffer_open(buffer, &failure);
    if (file < 0) {
        fail(saver, slot, &failure);
        return;
    }
    struct writing *writing = memory_new(sizeof *writing);
    writing->work.data = writing;
    writing->saver = saver;
    writing->slot = slot;
    writing->buffer = audio_buffer_share(buffer);
    slot->writing = writing;
    writing->audio =
        (struct kept_content){.file = file, .size = status->bytes, .is_unwanted = &writing->is_unwanted};
    writing->path = recording_name_path(saver->name_template, slot->recording, saver->options.utc,
                                        ending_of(status->kind));
    writing->folder = memory_text(saver->folder);
    writing->disk = saver->disk;
    slot->is_unproved = status->state == AUDIO_UNPROVED;
    slot->is_held = status->is_held;
    if (saver->options.has_sidecar)
        writing->sidecar = sidecar_content(slot->recording, status);
    slot->state = SLOT_WRITING;
    saver->parts++;
    int code = uv_queue_work(saver->options.loop, &writing->work, write_files, on_written);
    if (code)
        die("cannot write beside the loop: %s", uv_strerror(code));
}

static bool is_whole(const struct audio_status *status)
{
    return status->state == AUDIO_COMPLETE || status->state == AUDIO_UNPROVED;
}

static void ask(struct saver *saver, struct slot *slot)
{
    const struct audio_status status = status_of(saver, slot);
    slot->state = SLOT_FETCHING;
    slot->tries++;
    slot->is_fetching = !is_whole(&status) && status.state != AUDIO_ARRIVING;
    if (!is_whole(&status))
        audio_fetch(saver->options.audio, slot->recording->queue_call_id, recording_file(slot->recording));
}

/* Whether the remaining recordings are neither tried nor reported. */
static bool is_given_up(const struct saver *saver)
{
    return saver->given_up.kind != FAILURE_NONE && !saver->options.tells_untried;
}

static void begin(struct saver *saver, struct slot *slot)
{
    struct failure failure = saver->given_up;
    slot->recording = saver->waiting[saver->next++];
    if (failure.kind != FAILURE_NONE) {
        fail(saver, slot, &failure);
        return;
    }
    if (slot->recording->queue_call_id != RECORDING_NO_NUMBER) {
        ask(saver, slot);
        return;
    }
    failure_set(&failure, FAILURE_ANSWER, "",
                tr("a recording has no call id by which its audio could be asked for"));
    fail(saver, slot, &failure);
}

/* The audio is not complete: schedules another try, or reports the failure. */
static void rest(struct saver *saver, struct slot *slot, const struct failure *failure)
{
    static const struct failure gone = {.kind = FAILURE_FULL,
                                        .what = N_("the audio has left memory for other audio"),
                                        .advice = N_("raise memory in [audio]")};
    if (failure->kind == FAILURE_CANCELLED) { /* by the one who had requested it */
        slot->tries--;
        ask(saver, slot);
        return;
    }
    uint64_t delay = patience_of_command(failure, slot->tries);
    bool may_pass = failure->kind == FAILURE_NETWORK || failure->kind == FAILURE_SERVER;
    bool is_worth = may_pass && patience_helps(failure) && delay;
    if (slot->tries > saver->options.retries || (!is_worth && failure->kind != FAILURE_NONE)) {
        fail(saver, slot, failure->kind == FAILURE_NONE ? &gone : failure);
        return;
    }
    slot->state = SLOT_RESTING;
    slot->again_at = uv_now(saver->options.loop) + (failure->kind == FAILURE_NONE ? 0 : delay);
}

/* True if something has changed. */
static bool step(struct saver *saver, struct slot *slot)
{
    if (slot->state == SLOT_FREE) {
        if (saver->next == saver->counts.total || is_given_up(saver))
            return false;
        begin(saver, slot);
        return true;
    }
    if (slot->state == SLOT_RESTING && slot->again_at <= uv_now(saver->options.loop)) {
        ask(saver, slot);
        return true;
    }
    if (slot->state != SLOT_FETCHING)
        return false;
    const struct audio_status status = status_of(saver, slot);
    if (status.state == AUDIO_ARRIVING)
        return false;
    slot->damage = status.damage ? *status.damage : (struct failure){.kind = FAILURE_NONE};
    if (is_whole(&status))
        save_audio(saver, slot, &status);
    else
        rest(saver, slot, &status.failure);
    return true;
}

static void set_timer(struct saver *saver)
{
    uint64_t now = uv_now(saver->options.loop), first = UINT64_MAX;
    for (size_t i = 0; i < AT_ONCE; i++)
        if (saver->slots[i].state == SLOT_RESTING && saver->slots[i].again_at < first)
            first = saver->slots[i].again_at;
    if (first == UINT64_MAX)
        uv_timer_stop(&saver->timer);
    else
        uv_timer_start(&saver->timer, on_timer, first > now ? first - now : 0, 0);
}

void saver_turn(struct saver *saver)
{
    bool has_changed = true;
    while (has_changed) {
        has_changed = false;
        for (size_t i = 0; i < AT_ONCE; i++)
            has_changed = step(saver, &saver->slots[i]) || has_changed;
    }
    set_timer(saver);
}

bool saver_is_done(const struct saver *saver)
{
    for (size_t i = 0; i < AT_ONCE; i++)
        if (saver->slots[i].state != SLOT_FREE)
            return false;
    return saver->next == saver->counts.total || is_given_up(saver);
}

const char *saver_purpose(const struct saver *saver)
{
    return saver->purpose;
}

struct saver_counts saver_counts(const struct saver *saver)
{
    struct saver_counts counts = saver->counts;
    for (size_t i = 0; i < AT_ONCE; i++) {
        const struct slot *slot = &saver->slots[i];
        if (slot->state != SLOT_FREE)
            counts.bytes += status_of(saver, slot).bytes;
    }
    return counts;
}

size_t saver_untried(const struct saver *saver)
{
    const struct saver_counts *counts = &saver->counts;
    return counts->total - counts->saved - counts->same - counts->failed;
}

const struct failure *saver_given_up(const struct saver *saver)
{
    return saver_untried(saver) > 0 && saver->given_up.kind != FAILURE_NONE ? &saver->given_up : NULL;
}
