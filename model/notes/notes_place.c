#include "model/notes/notes_place.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of what SQLite keeps, the file itself last. */
static const char *const parts[] = {"-wal", "-shm", ""};
enum { PARTS = sizeof parts / sizeof *parts };

/* A link is not followed to make a file where there is none. */
static bool make(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file >= 0)
        close(file);
    return file >= 0 || (errno == EEXIST && access(path, R_OK | W_OK) == 0);
}

bool notes_place_make(const char *path, struct failure *failure)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return failure_set(failure, FAILURE_USAGE, tr("move it away"), "%s: %s",
                           tr("not a file of marks and notes"), path);
    return make(path) || failure_set(failure, FAILURE_DISK, tr("check the file and its folder"),
                                     tr("marks and notes cannot be kept: %s"), strerror(errno));
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

bool notes_place_is_empty(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && status.st_size == 0;
}

uint64_t notes_place_number(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? status.st_ino : 0;
}

bool notes_place_clear(const char *path, uint64_t number, char **set_aside)
{
    if (notes_place_number(path) != number)
        return true;
    int64_t now = timestamp_now();
    char *name = memory_format("%s.damaged-%lld-%03d", path, (long long)(now / TIMESTAMP_SECOND),
                               (int)(now % TIMESTAMP_SECOND / (TIMESTAMP_SECOND / 1000)));
    bool is_moved = true;
    for (size_t i = 0; i < PARTS; i++) {
        char *from = memory_format("%s%s", path, parts[i]), *to = memory_format("%s%s", name, parts[i]);
        is_moved = rename(from, to) == 0;
        free(from);
        free(to);
    }
    if (is_moved)
        *set_aside = name;
    else
        free(name);
    return is_moved;
}

void notes_place_put_back(const char *path, char **set_aside)
{
    unlink(path);
    for (size_t i = 0; i < PARTS; i++) {
        char *from = memory_format("%s%s", *set_aside, parts[i]), *to = memory_format("%s%s", path, parts[i]);
        unlink(to);
        (void)!rename(from, to);
        free(from);
        free(to);
    }
    free(*set_aside);
    *set_aside = NULL;
}
