#include "model/hold/hold_files.h"

#include "model/hold/hold_copy.h"
#include "model/hold/hold_json.h"
#include "model/hold/hold_names.h"
#include "model/time/timestamp.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20, SHOWN_PATH = 180 };

static const char advice[] = N_("check the folder and its permissions");

static bool failed(struct failure *failure, const char *what, const char *path)
{
    char shown[SHOWN_PATH];
    return failure_set_disk(failure, advice, tr("what is on hold cannot be %s (%s): %s"), tr(what),
                            strerror(errno), failure_quote(shown, sizeof shown, path));
}

char *hold_files_folder(const char *archive)
{
    return memory_format("%s.held", archive);
}

/* The first MOST_BYTES bytes of a file, NUL-terminated; the caller frees. NULL with errno set. */
static char *read_text(const char *path, size_t *length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    char *text = file >= 0 ? memory_array(MOST_BYTES + 1, 1) : NULL;
    ssize_t count = text ? read(file, text, MOST_BYTES) : -1;
    if (file >= 0)
        close(file);
    if (count < 0) {
        free(text);
        return NULL;
    }
    text[count] = '\0';
    *length = (size_t)count;
    return text;
}

/* Adds the hold in a file; one that cannot be read holds all recordings of its call. False if the file does not exist
 * any more. */
static bool add(struct hold_table *table, const char *path, int64_t call)
{
    size_t length;
    struct recording unknown = recording_unknown;
    char *text = read_text(path, &length);
    bool is_there = text || errno != ENOENT;
    unknown.queue_call_id = call;
    if (is_there && (!text || !hold_json_read(table, text, length)))
        hold_table_add(table, &(struct hold){.recording = &unknown,
                                             .agent = "",
                                             .reason = tr("(its file cannot be read)"),
                                             .by = "",
                                             .held_at = TIMESTAMP_NONE,
                                             .until = TIMESTAMP_NONE,
                                             .is_unread = true});
    free(text);
    return is_there;
}

/* Adds the holds of a call, or with RECORDING_NO_NUMBER of all calls. */
static void add_holds(const char *folder, const struct name_list *names, int64_t call, enum hold_kind kind,
                      struct hold_table *table)
{
    int64_t of_name;
    for (size_t i = 0; i < names->count; i++) {
        if (hold_names_kind(names->names[i], &of_name) != kind ||
            (call != RECORDING_NO_NUMBER && of_name != call))
            continue;
        char *path = memory_format("%s/%s", folder, names->names[i]);
        bool is_there = add(table, path, of_name);
        if (is_there && kind == HOLD_RELEASED && table->holds[table->count - 1].is_unread)
            unlink(path); /* which row to delete is not known any more */
        free(path);
    }
}

static bool read_holds(const char *folder, int64_t call, enum hold_kind kind, struct hold_table *table)
{
    struct name_list names = {0};
    struct stat status;
    if (!folders_names(folder, &names))
        return errno == ENOENT && lstat(folder, &status) != 0; /* not a link whose target is away */
    add_holds(folder, &names, call, kind, table);
    hold_table_sort(table);
    hold_copy_find(folder, &names, table);
    name_list_clear(&names);
    return true;
}

bool hold_files_read(const char *folder, struct hold_table *table, struct failure *failure)
{
    return read_holds(folder, RECORDING_NO_NUMBER, HOLD_FILE, table) || failed(failure, N_("read"), folder);
}

bool hold_files_read_released(const char *folder, struct hold_table *table, struct failure *failure)
{
    return read_holds(folder, RECORDING_NO_NUMBER, HOLD_RELEASED, table) ||
           failed(failure, N_("read"), folder);
}

/* Whether a hold is of the recording with that file name. The hash of that name is in the name of the hold's own
 * file, which tells it where the hold cannot be read. */
static bool is_of(const char *folder, const struct hold *hold, const char *file)
{
    if (!hold->is_unread || !*file)
        return strcmp(hold_file_name(hold), file) == 0;
    struct recording recording = {.queue_call_id = hold->recording->queue_call_id, .file_name = file};
    char *path = hold_names_path(folder, &(struct hold){.recording = &recording, .agent = ""});
    bool is_its = access(path, F_OK) == 0;
    free(path);
    return is_its;
}

/* Prefers holds that can be read, then those with audio, then those that the server has not deleted. */
static int rank(const struct hold *hold)
{
    return (hold->is_unread ? 0 : 4) + (hold->audio ? 2 : 0) + (hold->is_gone ? 0 : 1);
}

const struct hold *hold_files_find(const char *folder, int64_t call, const char *file,
                                   struct hold_table *table, struct failure *failure)
{
    const struct hold *found = NULL;
    int64_t now = timestamp_now();
    failure->kind = FAILURE_NONE;
    if (!read_holds(folder, call, HOLD_FILE, table))
        failed(failure, N_("read"), folder);
    for (size_t i = 0; i < table->count; i++) {
        const struct hold *hold = &table->holds[i];
        bool is_meant = !hold_is_over(hold, now) && (!file || is_of(folder, hold, file));
        if (is_meant && (!found || rank(hold) > rank(found)))
            found = hold;
    }
    return found;
}

/* The content of the hold's file; the caller frees. */
static char *text_of(const struct hold *hold, size_t *length)
{
    char *text = NULL;
    struct record_writer writer;
    const struct record_style style = record_style_plain(RECORD_JSONL);
    FILE *stream = open_memstream(&text, length);
    if (!stream)
        die("out of memory");
    hold_json_begin(&writer, stream, &style);
    hold_json_write(&writer, hold);
    if (!record_end(&writer) || fclose(stream) != 0)
        die("out of memory");
    return text;
}

/* Writes and syncs. False with errno set. */
static bool write_file(int file, const char *text, size_t length)
{
    ssize_t written = write(file, text, length);
    if (written >= 0 && (size_t)written < length)
        errno = ENOSPC;
    return written == (ssize_t)length && fsync(file) == 0;
}

/* Locks the folder, so that no other program changes a hold between reading and writing it. Closing the descriptor
 * unlocks. -1 if the folder does not exist; where the file system has no locks the caller goes on without one. */
static int lock(const char *folder)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (file >= 0 && flock(file, LOCK_EX) != 0 && errno == EINTR)
        ;
    return file;
}

static void unlock(int file)
{
    if (file >= 0)
        close(file);
}

static bool write_hold(const char *folder, const struct hold *hold, struct failure *failure)
{
    size_t length;
    char *path = hold_names_path(folder, hold), *temporary = memory_format("%s/.hold-XXXXXX", folder);
    char *text = text_of(hold, &length);
    int file = mkostemp(temporary, O_CLOEXEC);
    bool is_kept = (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0 && write_file(file, text, length) &&
                    rename(temporary, path) == 0 && folders_sync(folder)) ||
                   failed(failure, N_("written"), path);
    if (file >= 0)
        close(file);
    if (file >= 0 && !is_kept)
        unlink(temporary);
    free(text);
    free(temporary);
    free(path);
    return is_kept;
}

/* Reads the holds of the call into the empty table, and returns the one of the wanted recording; NULL if there is
 * none, or it cannot be read. */
static struct hold *read_hold(const char *folder, const struct hold *wanted, struct hold_table *table)
{
    int64_t call = wanted->recording->queue_call_id;
    char *path = hold_names_path(folder, wanted), *of_other;
    struct hold *found = NULL;
    read_holds(folder, call, HOLD_FILE, table);
    for (size_t i = 0; i < table->count && !found; i++) {
        of_other = hold_names_path(folder, &table->holds[i]);
        if (!table->holds[i].is_unread && strcmp(of_other, path) == 0)
            found = &table->holds[i];
        free(of_other);
    }
    free(path);
    return found;
}

/* See hold_files_put. Reasons and end of an expired hold do not count any more. */
static bool put(const char *folder, const struct hold *hold, struct failure *failure)
{
    struct hold_table table = {0};
    const struct hold *before = read_hold(folder, hold, &table);
    const bool is_held = before && !hold_is_over(before, timestamp_now());
    char *reason = hold_join(is_held ? before->reason : "", hold->reason),
         *by = hold_join(is_held ? before->by : "", hold->by);
    struct hold written = *hold;
    if (before) {
        written = *before;
        written.recording = hold->recording;
        written.agent = hold->agent;
        written.held_at = is_held ? before->held_at : hold->held_at;
        written.until = is_held ? hold_later_end(before->until, hold->until) : hold->until;
        written.audio_is_damaged = before->audio_is_recorded && !hold_copy_is_sound(before);
    }
    written.reason = reason;
    written.by = by;
    bool is_kept = write_hold(folder, &written, failure);
    hold_table_clear(&table);
    free(reason);
    free(by);
    return is_kept;
}

bool hold_files_put(const char *folder, const struct hold *hold, struct failure *failure)
{
    char *path = hold_names_path(folder, hold);
    bool is_made = folders_make_for(path, advice, failure);
    free(path);
    if (!is_made)
        return false;
    int locked = lock(folder);
    bool is_kept = put(folder, hold, failure);
    unlock(locked);
    return is_kept;
}

/* Deletes the audio of a call that no hold needs any more. `released` is the hold that was just released, or NULL. */
static bool remove_audio(const char *folder, int64_t call, const struct hold *released,
                         struct failure *failure)
{
    struct hold_table left = {0};
    bool is_removed =
        (read_holds(folder, call, HOLD_FILE, &left) && hold_copy_remove(folder, call, &left, released)) ||
        failed(failure, N_("deleted"), folder);
    hold_table_clear(&left);
    return is_removed;
}

/* Compares only the lengths if one of the digests is missing, as it was recorded without OpenSSL. */
static bool is_same_audio(const struct hold *hold, const struct hold *other)
{
    return hold->audio_size == other->audio_size && (!*hold->audio_digest || !*other->audio_digest ||
                                                     strcmp(hold->audio_digest, other->audio_digest) == 0);
}

/* Records a new copy in *held, whose old copy is missing or damaged. False with *failure filled if its content is not
 * that of the old one: the server may have reused the call id. */
static bool take_audio(struct hold *held, const struct hold *hold, struct failure *failure)
{
    const struct hold before = *held;
    held->audio = memory_text(hold->audio);
    held->audio_is_recorded = true;
    held->audio_is_damaged = false;
    bool is_taken = hold_copy_measure(held, failure);
    bool is_other = before.audio_is_recorded && !is_same_audio(&before, held);
    if (!*held->audio_digest)
        memcpy(held->audio_digest, before.audio_digest, sizeof held->audio_digest);
    held->audio_is_proved = hold->audio_is_proved || (before.audio_is_proved && !is_other);
    if (is_taken && is_other) {
        failure_set(failure, FAILURE_ANSWER, tr("its copy stays as it is"),
                    tr("the server gives other audio for call %lld than the one that is on hold"),
                    (long long)hold->recording->queue_call_id);
        is_taken = false;
    }
    free(before.audio);
    return is_taken;
}

bool hold_files_put_audio(const char *folder, const struct hold *hold, struct failure *failure)
{
    struct hold_table table = {0};
    int locked = lock(folder);
    struct hold *held = read_hold(folder, hold, &table);
    bool is_kept = true;
    if (held)
        is_kept = take_audio(held, hold, failure) && write_hold(folder, held, failure);
    is_kept = remove_audio(folder, hold->recording->queue_call_id, NULL, failure) && is_kept;
    unlock(locked);
    hold_table_clear(&table);
    return is_kept;
}

/* Deletes the holds of a call that cannot be read: which of its recordings they hold is not known. */
static bool remove_unread(const char *folder, int64_t call, struct failure *failure)
{
    int64_t of_name;
    struct name_list names = {0};
    bool is_removed = true;
    folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        if (hold_names_kind(names.names[i], &of_name) != HOLD_FILE || of_name != call)
            continue;
        struct hold_table table = {0};
        char *path = memory_format("%s/%s", folder, names.names[i]);
        bool is_unread = add(&table, path, call) && table.holds[0].is_unread;
        if (is_unread && unlink(path) != 0 && errno != ENOENT)
            is_removed = failed(failure, N_("deleted"), path);
        hold_table_clear(&table);
        free(path);
    }
    name_list_clear(&names);
    return is_removed;
}

/* Deletes the hold's file; if the server has deleted the recording it is renamed instead, see hold_files_release. */
static bool release(const char *folder, struct hold *hold, const struct hold *held, struct failure *failure)
{
    char *path = hold_names_path(folder, hold), *released = hold_names_released(folder, hold);
    hold->is_gone = held ? held->is_gone : hold->is_gone;
    bool is_released = (hold->is_gone ? rename(path, released) : unlink(path)) == 0 || errno == ENOENT ||
                       failed(failure, N_("deleted"), path);
    free(released);
    free(path);
    return is_released;
}

bool hold_files_release(const char *folder, struct hold *hold, struct failure *failure)
{
    struct hold_table table = {0};
    int64_t call = hold->recording->queue_call_id;
    int locked = lock(folder);
    const struct hold *held = hold->is_unread ? NULL : read_hold(folder, hold, &table);
    bool is_released =
        hold->is_unread ? remove_unread(folder, call, failure) : release(folder, hold, held, failure);
    is_released = is_released && remove_audio(folder, call, held, failure) &&
                  (folders_sync(folder) || errno == ENOENT || failed(failure, N_("deleted"), folder));
    unlock(locked);
    hold_table_clear(&table);
    return is_released;
}

void hold_files_forget(const char *folder, const struct hold *hold)
{
    char *path = hold_names_released(folder, hold);
    if (unlink(path) == 0)
        folders_sync(folder);
    free(path);
}

bool hold_files_note_gone(const char *folder, int64_t call, const char *file)
{
    struct failure failure;
    struct hold_table table = {0};
    bool is_news = false;
    int locked = lock(folder);
    if (read_holds(folder, call, HOLD_FILE, &table)) {
        const struct hold *hold = hold_table_find(&table, call, file, INT64_MIN);
        if (hold && !hold->is_gone && !hold->is_unread) {
            struct hold gone = *hold;
            gone.is_gone = true;
            is_news = write_hold(folder, &gone, &failure);
        }
    }
    unlock(locked);
    hold_table_clear(&table);
    return is_news;
}

void hold_files_note_damage(const char *folder, const struct hold *hold, bool is_damaged)
{
    struct failure failure;
    struct hold_table table = {0};
    int locked = lock(folder);
    struct hold *held = read_hold(folder, hold, &table);
    if (held && held->audio_is_recorded && held->audio_is_damaged != is_damaged) {
        held->audio_is_damaged = is_damaged;
        write_hold(folder, held, &failure);
    }
    unlock(locked);
    hold_table_clear(&table);
}

/* Deletes a temporary file unless a living program has it locked. */
static void remove_temporary(const char *path)
{
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0)
        unlink(path);
    if (file >= 0)
        close(file);
}

/* Records the copy in holds to which hold_copy_find has assigned one. */
static void record_audio(const char *folder)
{
    struct failure failure;
    struct hold_table table = {0};
    read_holds(folder, RECORDING_NO_NUMBER, HOLD_FILE, &table);
    for (size_t i = 0; i < table.count; i++) {
        struct hold *hold = &table.holds[i];
        if (!hold->audio || hold->audio_is_recorded || hold->is_unread || !hold_copy_measure(hold, &failure))
            continue;
        hold->audio_is_recorded = true;
        write_hold(folder, hold, &failure);
    }
    hold_table_clear(&table);
}

/* Deletes the audio of released holds that a killed program has left. */
static void remove_released(const char *folder)
{
    struct failure failure;
    struct hold_table table = {0};
    read_holds(folder, RECORDING_NO_NUMBER, HOLD_RELEASED, &table);
    for (size_t i = 0; i < table.count; i++)
        remove_audio(folder, table.holds[i].recording->queue_call_id, &table.holds[i], &failure);
    hold_table_clear(&table);
}

void hold_files_sweep(const char *folder)
{
    int64_t call;
    struct name_list names = {0};
    struct hold_table table = {0};
    int locked = lock(folder);
    remove_released(folder);
    record_audio(folder);
    bool is_read =
        read_holds(folder, RECORDING_NO_NUMBER, HOLD_FILE, &table) && folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        enum hold_kind kind = hold_names_kind(names.names[i], &call);
        char *path = memory_format("%s/%s", folder, names.names[i]);
        if (kind == HOLD_TEMPORARY)
            remove_temporary(path);
        else if (kind == HOLD_AUDIO && is_read && !hold_copy_is_wanted(&table, call, names.names[i], NULL))
            unlink(path);
        free(path);
    }
    name_list_clear(&names);
    hold_table_clear(&table);
    unlock(locked);
}

void hold_files_list(const char *folder, struct name_list *paths)
{
    int64_t call;
    struct name_list names = {0};
    folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *path = memory_format("%s/%s", folder, names.names[i]);
        if (hold_names_kind(names.names[i], &call) != HOLD_FOREIGN)
            name_list_add(paths, path);
        free(path);
    }
    name_list_clear(&names);
}
