#include "model/hold/hold_copy.h"

#include "model/hold/hold_names.h"
#include "model/time/timestamp.h"
#include "net/base/folders.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024 };

/* Ticks by which the time of a copy may be too early: only its full seconds are compared, and file systems round
 * times. */
#define STEP (2 * TIMESTAMP_SECOND)

static const char *name_of(const struct hold *hold)
{
    const char *slash = hold->audio ? strrchr(hold->audio, '/') : NULL;
    return slash ? slash + 1 : hold->audio;
}

static bool has_name(const struct hold *hold, const char *name)
{
    return hold->audio_is_recorded && strcmp(name_of(hold), name) == 0;
}

static bool is_of(const struct hold_table *table, size_t index, int64_t call)
{
    return index < table->count && table->holds[index].recording->queue_call_id == call;
}

/* The time of modification in ticks; TIMESTAMP_NONE if it is no regular file. */
static int64_t look_at(const char *path, int64_t *size)
{
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return TIMESTAMP_NONE;
    *size = status.st_size;
    return (int64_t)status.st_mtim.tv_sec * TIMESTAMP_SECOND;
}

static void find_recorded(const char *folder, struct hold *hold)
{
    int64_t size = 0;
    char *name = hold->audio;
    hold->audio = memory_format("%s/%s", folder, name);
    hold->audio_is_damaged =
        hold->audio_is_damaged || look_at(hold->audio, &size) == TIMESTAMP_NONE || size != hold->audio_size;
    free(name);
}

/* Assigns a copy that no hold of the call has recorded to its holds without a copy, see hold_copy_find. */
static void assign(const char *folder, const char *name, int64_t call, struct hold_table *table)
{
    const size_t first = hold_table_first(table, call);
    for (size_t i = first; is_of(table, i, call); i++)
        if (has_name(&table->holds[i], name))
            return;
    char *path = memory_format("%s/%s", folder, name);
    int64_t size = 0, kept_at = is_of(table, first, call) ? look_at(path, &size) : TIMESTAMP_NONE;
    for (size_t i = first; kept_at != TIMESTAMP_NONE && is_of(table, i, call); i++) {
        struct hold *hold = &table->holds[i];
        if (hold->audio || (!hold->is_gone && hold->held_at > kept_at + STEP))
            continue;
        hold->audio = memory_text(path);
        hold->audio_size = size;
    }
    free(path);
}

void hold_copy_find(const char *folder, const struct name_list *names, struct hold_table *table)
{
    int64_t call;
    for (size_t i = 0; i < table->count; i++)
        if (table->holds[i].audio_is_recorded)
            find_recorded(folder, &table->holds[i]);
    for (size_t i = 0; i < names->count; i++)
        if (hold_names_kind(names->names[i], &call) == HOLD_AUDIO)
            assign(folder, names->names[i], call, table);
}

static int open_file(const struct hold *hold, struct stat *status)
{
    int file = open(hold->audio, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return -1;
    if (fstat(file, status) == 0 && S_ISREG(status->st_mode))
        return file;
    close(file);
    errno = EINVAL;
    return -1;
}

static bool read_through(int file, struct digest_stream *stream)
{
    ssize_t count;
    char *block = memory_array(BLOCK, 1);
    while ((count = read(file, block, BLOCK)) > 0 || (count < 0 && errno == EINTR))
        if (count > 0)
            digest_stream_add(stream, block, (size_t)count);
    int error = errno;
    free(block);
    errno = error;
    return count == 0 && lseek(file, 0, SEEK_SET) == 0;
}

/* The digest of the file; "" if OpenSSL is missing, and only lengths are compared then. False with errno set if the
 * file cannot be read. */
static bool digest_of(int file, char text[DIGEST_LONG_TEXT])
{
    struct failure failure;
    struct digest_stream *stream = digest_stream_new(&failure);
    text[0] = '\0';
    if (!stream) {
        log_line("%s", failure.what);
        return true;
    }
    if (!read_through(file, stream)) {
        digest_stream_free(&stream);
        return false;
    }
    if (!digest_stream_end(&stream, text, &failure)) {
        log_line("%s", failure.what);
        text[0] = '\0';
    }
    return true;
}

static void fail(const struct hold *hold, const char *why, struct failure *failure)
{
    failure_set(failure, FAILURE_DISK,
                tr("it was changed here, not by the server: restore its file from a backup, or release it"),
                tr("the copy of call %lld that is on hold is damaged: %s"),
                (long long)hold->recording->queue_call_id, why);
}

bool hold_copy_measure(struct hold *hold, struct failure *failure)
{
    struct stat status;
    int file = open_file(hold, &status);
    bool is_read = file >= 0 && digest_of(file, hold->audio_digest);
    if (is_read)
        hold->audio_size = status.st_size;
    else
        fail(hold, strerror(errno), failure);
    if (file >= 0)
        close(file);
    return is_read;
}

/* Whether the open file has the recorded length and digest. A copy that is not recorded cannot be compared. False
 * with *failure filled. */
static bool is_sound(const struct hold *hold, int file, int64_t size, struct failure *failure)
{
    char digest[DIGEST_LONG_TEXT], why[100];
    if (!hold->audio_is_recorded)
        return true;
    if (size != hold->audio_size) {
        snprintf(why, sizeof why, tr("it has %lld bytes, and had %lld"), (long long)size,
                 (long long)hold->audio_size);
        fail(hold, why, failure);
    } else if (!digest_of(file, digest)) {
        fail(hold, strerror(errno), failure);
    } else if (*digest && *hold->audio_digest && strcmp(digest, hold->audio_digest) != 0) {
        fail(hold, tr("its bytes are others than those that were kept"), failure);
    } else {
        return true;
    }
    return false;
}

int hold_copy_open(const struct hold *hold, struct failure *failure)
{
    struct stat status;
    int file = open_file(hold, &status);
    if (file < 0)
        fail(hold, errno == EINVAL || errno == ELOOP ? tr("something else is in its place") : strerror(errno),
             failure);
    else if (!is_sound(hold, file, status.st_size, failure)) {
        close(file);
        file = -1;
    }
    return file;
}

bool hold_copy_is_sound(const struct hold *hold)
{
    struct failure failure;
    int file = hold_copy_open(hold, &failure);
    if (file >= 0)
        close(file);
    return file >= 0;
}

bool hold_copy_is_wanted(const struct hold_table *table, int64_t call, const char *name,
                         const struct hold *released)
{
    bool was_its = released && has_name(released, name);
    for (size_t i = hold_table_first(table, call); is_of(table, i, call); i++) {
        const struct hold *hold = &table->holds[i];
        if (hold->audio_is_recorded ? has_name(hold, name) : !was_its)
            return true;
    }
    return false;
}

bool hold_copy_remove(const char *folder, int64_t call, const struct hold_table *left,
                      const struct hold *released)
{
    int64_t other;
    struct name_list names = {0};
    bool is_removed = folders_names(folder, &names) || errno == ENOENT;
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.names[i];
        if (hold_names_kind(name, &other) != HOLD_AUDIO || other != call ||
            hold_copy_is_wanted(left, call, name, released))
            continue;
        char *path = memory_format("%s/%s", folder, name);
        is_removed = (unlink(path) == 0 || errno == ENOENT) && is_removed;
        free(path);
    }
    name_list_clear(&names);
    return is_removed;
}
