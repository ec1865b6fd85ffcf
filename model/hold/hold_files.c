#include "model/hold/hold_files.h"

#include "model/hold/hold_json.h"
#include "model/time/timestamp.h"
#include "net/base/folders.h"
#include "net/base/hash.h"
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
    int error = errno;
    bool is_full = error == ENOSPC || error == EDQUOT;
    failure_set(failure, is_full ? FAILURE_FULL : FAILURE_DISK, is_full ? tr("make room there") : advice,
                tr("what is on hold cannot be %s (%s): %s"), tr(what), strerror(error),
                failure_quote(shown, sizeof shown, path));
    return false;
}

char *hold_files_folder(const char *archive)
{
    return memory_format("%s.held", archive);
}

/* Those of a call that have a name are told apart by it, wherever they are; those without one also by their agent. */
static char *path_of(const char *folder, const struct hold *hold)
{
    const char *file = hold_file_name(hold);
    const char *apart = *file ? file : hold->agent;
    return memory_format("%s/%" PRId64 "-%016" PRIx64 ".json", folder, hold->recording->queue_call_id,
                         hash_on(HASH_BEGIN, apart, strlen(apart)));
}

/* The call that a file's name begins with; RECORDING_NO_NUMBER if it is none of ours. `ending` is what follows. */
static int64_t call_of(const char *name, const char **ending)
{
    char *end;
    errno = 0;
    int64_t call = strtoll(name, &end, 10);
    *ending = end;
    bool is_ours = end != name && !errno && strchr("-. ", *end) && *end && *name != ' ' && *name != '+';
    return is_ours ? call : RECORDING_NO_NUMBER;
}

static bool is_hold(const char *ending)
{
    return *ending == '-' && strspn(ending + 1, "0123456789abcdef") == 16 &&
           strcmp(ending + 17, ".json") == 0;
}

/* Also of what was saved under another name (kept_file.h), as something else had the first. */
static bool is_audio(const char *ending)
{
    static const char *const endings[] = {".mp3", ".wav", ".ogg", ".flac"};
    if (*ending == ' ')
        ending += strspn(ending, " (0123456789)");
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(ending, endings[i]) == 0)
            return true;
    return false;
}

/* NULL if it cannot be read; the caller frees. */
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

/* What cannot be read is held all the same: all of its call. False if it has gone meanwhile. */
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

/* NULL if there is none; the caller frees. */
static char *find_audio(const char *folder, const struct name_list *names, int64_t call, int64_t *size)
{
    struct stat status;
    const char *ending;
    for (size_t i = 0; i < names->count; i++) {
        if (call_of(names->names[i], &ending) != call || !is_audio(ending))
            continue;
        char *path = memory_format("%s/%s", folder, names->names[i]);
        *size = lstat(path, &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : -1;
        if (*size >= 0)
            return path;
        free(path);
    }
    *size = 0;
    return NULL;
}

static bool has_hold(const struct name_list *names, int64_t call)
{
    const char *ending;
    for (size_t i = 0; i < names->count; i++)
        if (call_of(names->names[i], &ending) == call && is_hold(ending))
            return true;
    return false;
}

char *hold_files_audio(const char *folder, int64_t call)
{
    int64_t size;
    struct name_list names = {0};
    folders_names(folder, &names);
    char *path = has_hold(&names, call) ? find_audio(folder, &names, call, &size) : NULL;
    name_list_clear(&names);
    return path;
}

bool hold_files_read(const char *folder, struct hold_table *table, struct failure *failure)
{
    const char *ending;
    struct name_list names = {0};
    if (!folders_names(folder, &names))
        return errno == ENOENT || failed(failure, N_("read"), folder);
    for (size_t i = 0; i < names.count; i++) {
        int64_t call = call_of(names.names[i], &ending);
        if (call == RECORDING_NO_NUMBER || !is_hold(ending))
            continue;
        char *path = memory_format("%s/%s", folder, names.names[i]);
        if (add(table, path, call)) {
            struct hold *hold = &table->holds[table->count - 1];
            hold->audio = find_audio(folder, &names, hold->recording->queue_call_id, &hold->audio_size);
        }
        free(path);
    }
    hold_table_sort(table);
    name_list_clear(&names);
    return true;
}

static bool sync_folder(const char *folder)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = file >= 0 && (fsync(file) == 0 || errno == EINVAL);
    if (file >= 0)
        close(file);
    return is_synced;
}

/* Owned by the caller. */
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

/* False, with errno set, if it is not on the disk. */
static bool write_file(int file, const char *text, size_t length)
{
    ssize_t written = write(file, text, length);
    if (written >= 0 && (size_t)written < length)
        errno = ENOSPC;
    return written == (ssize_t)length && fsync(file) == 0;
}

bool hold_files_put(const char *folder, const struct hold *hold, struct failure *failure)
{
    size_t length;
    char *path = path_of(folder, hold), *temporary = memory_format("%s/.hold-XXXXXX", folder);
    char *text = text_of(hold, &length);
    bool is_made = folders_make_for(path, advice, failure);
    int file = is_made ? mkostemp(temporary, O_CLOEXEC) : -1;
    bool is_kept = file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0 && write_file(file, text, length) &&
                   rename(temporary, path) == 0 && sync_folder(folder);
    if (is_made && !is_kept)
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

/* Of a call of which nothing is on hold. */
static bool remove_audio(const char *folder, int64_t call, struct failure *failure)
{
    const char *ending;
    struct name_list names = {0};
    bool is_removed = true;
    if (!folders_names(folder, &names))
        return errno == ENOENT || failed(failure, N_("deleted"), folder);
    bool is_held = has_hold(&names, call);
    for (size_t i = 0; i < names.count && !is_held; i++) {
        if (call_of(names.names[i], &ending) != call || !is_audio(ending))
            continue;
        char *path = memory_format("%s/%s", folder, names.names[i]);
        if (unlink(path) != 0 && errno != ENOENT)
            is_removed = failed(failure, N_("deleted"), path);
        free(path);
    }
    name_list_clear(&names);
    return is_removed;
}

/* One that cannot be read has any name of its call. */
static bool remove_unread(const char *folder, int64_t call, struct failure *failure)
{
    const char *ending;
    struct name_list names = {0};
    bool is_removed = true;
    if (!folders_names(folder, &names))
        return errno == ENOENT || failed(failure, N_("deleted"), folder);
    for (size_t i = 0; i < names.count; i++) {
        if (call_of(names.names[i], &ending) != call || !is_hold(ending))
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

bool hold_files_remove(const char *folder, const struct hold *hold, struct failure *failure)
{
    int64_t call = hold->recording->queue_call_id;
    char *path = path_of(folder, hold);
    bool is_removed = hold->is_unread
                          ? remove_unread(folder, call, failure)
                          : unlink(path) == 0 || errno == ENOENT || failed(failure, N_("deleted"), path);
    free(path);
    return is_removed && remove_audio(folder, call, failure) &&
           (sync_folder(folder) || failed(failure, N_("deleted"), folder));
}

bool hold_files_note_gone(const char *folder, int64_t call, const char *file)
{
    struct failure failure;
    struct hold_table table = {0};
    bool is_news = false;
    if (hold_files_read(folder, &table, &failure)) {
        const struct hold *hold = hold_table_find(&table, call, file, INT64_MIN);
        if (hold && !hold->is_gone && !hold->is_unread) {
            struct hold gone = *hold;
            gone.is_gone = true;
            is_news = hold_files_put(folder, &gone, &failure);
        }
    }
    hold_table_clear(&table);
    return is_news;
}

/* Unless who has begun it lives, and has it locked. */
static void remove_temporary(const char *path)
{
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0)
        unlink(path);
    if (file >= 0)
        close(file);
}

static bool is_temporary(const char *name)
{
    return strncmp(name, ".hold-", 6) == 0 || strncmp(name, ".tapedeck-", 10) == 0;
}

void hold_files_sweep(const char *folder)
{
    struct failure failure;
    const char *ending;
    struct name_list names = {0};
    folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *path = memory_format("%s/%s", folder, names.names[i]);
        int64_t call = call_of(names.names[i], &ending);
        if (is_temporary(names.names[i]))
            remove_temporary(path);
        else if (call != RECORDING_NO_NUMBER && is_audio(ending) && !has_hold(&names, call))
            remove_audio(folder, call, &failure);
        free(path);
    }
    name_list_clear(&names);
}

char *hold_files_audio_template(const char *folder)
{
    static const char name[] = "/{call}";
    char *name_template = memory_array(2 * strlen(folder) + sizeof name, 1), *end = name_template;
    for (const char *at = folder; *at; at++) {
        if (*at == '{' || *at == '}')
            *end++ = *at;
        *end++ = *at;
    }
    memcpy(end, name, sizeof name);
    return name_template;
}

void hold_files_list(const char *folder, struct name_list *paths)
{
    const char *ending;
    struct name_list names = {0};
    folders_names(folder, &names);
    for (size_t i = 0; i < names.count; i++) {
        bool is_ours =
            is_temporary(names.names[i]) || (call_of(names.names[i], &ending) != RECORDING_NO_NUMBER &&
                                             (is_hold(ending) || is_audio(ending)));
        char *path = memory_format("%s/%s", folder, names.names[i]);
        if (is_ours)
            name_list_add(paths, path);
        free(path);
    }
    name_list_clear(&names);
}
