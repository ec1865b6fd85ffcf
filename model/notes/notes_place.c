#include "model/notes/notes_place.h"

#include "net/base/damaged_name.h"
#include "net/base/memory.h"
#include "net/base/rename_new.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Suffixes of the files of a database; the database itself is last, see move. */
static const char *const parts[] = {"-wal", "-shm", ""};
enum { PARTS = sizeof parts / sizeof *parts };

/* Fills *failure from errno. */
static bool fail(struct failure *failure)
{
    return failure_set_disk(failure, tr("check the file and its folder"),
                            tr("marks and notes cannot be kept: %s"), strerror(errno));
}

bool notes_place_is_free(const char *path)
{
    struct stat status;
    return lstat(path, &status) != 0 && errno == ENOENT;
}

static bool write_image(int file, const struct notes_image *image)
{
    ssize_t length = file >= 0 ? write(file, image->bytes, image->size) : -1;
    bool is_written = length == (ssize_t)image->size && fsync(file) == 0;
    if (length >= 0 && !is_written)
        errno = ENOSPC;
    if (file >= 0)
        close(file);
    return is_written;
}

bool notes_place_make(const char *path, const struct notes_image *image, struct failure *failure)
{
    const struct notes_image emptied = {"", 0};
    char *temporary = memory_format("%s.XXXXXX", path);
    int file = mkostemp(temporary, O_CLOEXEC);
    bool is_made = write_image(file, notes_place_has_log(path) ? &emptied : image) &&
                   (rename_new(temporary, path) || errno == EEXIST ||
                    (notes_place_is_free(path) && rename(temporary, path) == 0)); /* no rename_new here */
    if (!is_made)
        fail(failure);
    if (file >= 0)
        unlink(temporary);
    free(temporary);
    return is_made;
}

bool notes_place_may_be_written(const char *path, struct failure *failure)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return failure_set(failure, FAILURE_USAGE, tr("move it away"), "%s: %s",
                           tr("not a file of marks and notes"), path);
    return access(path, R_OK | W_OK) == 0 || fail(failure);
}

void notes_place_close_to_others(const char *path)
{
    for (size_t i = 0; i < PARTS; i++) {
        struct stat status;
        char *name = memory_format("%s%s", path, parts[i]);
        bool is_there = (*parts[i] ? lstat(name, &status) : stat(name, &status)) == 0;
        if (is_there && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
            (status.st_mode & 0777) != 0600)
            (void)!chmod(name, 0600);
        free(name);
    }
}

bool notes_place_has_log(const char *path)
{
    struct stat status;
    char *log = memory_format("%s-wal", path);
    bool has = stat(log, &status) == 0 && status.st_size > 0;
    free(log);
    return has;
}

bool notes_place_is_emptied(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_size == 0;
    return notes_place_is_free(path) && notes_place_has_log(path);
}

uint64_t notes_place_number(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? status.st_ino : 0;
}

static bool move_part(const char *from, const char *to, const char *part)
{
    char *name = memory_format("%s%s", from, part), *place = memory_format("%s%s", to, part);
    bool is_moved = rename(name, place) == 0;
    free(name);
    free(place);
    return is_moved;
}

/* Moves the database last: where a kill comes before that, it is still under its old name. Whether the database was
 * moved. */
static bool move(const char *from, const char *to)
{
    bool is_moved = false;
    for (size_t i = 0; i < PARTS; i++)
        is_moved = move_part(from, to, parts[i]);
    return is_moved;
}

char *notes_place_mending(const char *path)
{
    return memory_format("%s.mending", path);
}

bool notes_place_is_mending(const char *path)
{
    char *name = notes_place_mending(path);
    bool is_mending = access(name, F_OK) == 0;
    free(name);
    return is_mending;
}

bool notes_place_has_some(const char *path)
{
    return notes_place_is_mending(path) || notes_place_has_log(path) || !notes_place_is_free(path);
}

bool notes_place_clear(const char *path, uint64_t number, bool *is_cleared)
{
    if (notes_place_number(path) != number)
        return true;
    if (notes_place_is_mending(path))
        return false;
    char *name = notes_place_mending(path);
    *is_cleared = move_part(path, name, "");
    for (size_t i = 0; *is_cleared && *parts[i]; i++)
        move_part(path, name, parts[i]);
    free(name);
    return *is_cleared;
}

void notes_place_go_on(const char *path)
{
    char *name = notes_place_mending(path);
    if (notes_place_is_mending(path) && access(path, F_OK) != 0 && !notes_place_has_log(name))
        move_part(path, name, "-wal");
    free(name);
}

void notes_place_set_aside(const char *path, char **set_aside)
{
    char *from = notes_place_mending(path), *name = damaged_name_new(path);
    if (move(from, name))
        *set_aside = name;
    else
        free(name);
    free(from);
}

bool notes_place_has_set_aside(const char *path)
{
    struct name_list names = {NULL, 0, 0};
    damaged_name_list(path, &names);
    bool has = names.count > 0;
    name_list_clear(&names);
    return has;
}

char *notes_place_set_aside_as(const char *path, uint64_t number)
{
    struct name_list names = {NULL, 0, 0};
    char *found = NULL;
    damaged_name_list(path, &names);
    for (size_t i = 0; !found && i < names.count; i++)
        if (notes_place_number(names.names[i]) == number)
            found = memory_text(names.names[i]);
    name_list_clear(&names);
    return found;
}

void notes_place_put_back(const char *path)
{
    char *from = notes_place_mending(path);
    bool is_there = notes_place_is_mending(path); /* else another program has taken its rows over */
    for (size_t i = 0; is_there && i < PARTS; i++) {
        char *name = memory_format("%s%s", path, parts[i]);
        unlink(name);
        free(name);
    }
    if (is_there)
        move(from, path);
    free(from);
}
