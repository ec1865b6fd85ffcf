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

enum { HEADER_SIZE = 72, USER_VERSION = 60, APPLICATION = 68 };

/* As SQLite has its versions in a database's first page: https://www.sqlite.org/fileformat2.html */
static bool is_ours(const unsigned char header[HEADER_SIZE], ssize_t length)
{
    static const unsigned char none[HEADER_SIZE] = {0};
    bool is_sqlite = length == HEADER_SIZE && memcmp(header, "SQLite format 3", 16) == 0;
    return length == 0 || (is_sqlite && memcmp(header + USER_VERSION, none, 4) != 0 &&
                           memcmp(header + APPLICATION, none, 4) == 0);
}

/* A link is not followed to make a file where there is none, nor another one's file, or what is none of notes, closed. */
bool notes_place_make(const char *path, struct failure *failure)
{
    const int flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    struct stat status;
    unsigned char header[HEADER_SIZE];
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return failure_set(failure, FAILURE_USAGE, tr("move it away"), "%s: %s",
                           tr("not a file of marks and notes"), path);
    int file = open(path, flags);
    if (file < 0 && errno == ENOENT)
        file = open(path, flags | O_CREAT | O_NOFOLLOW, 0600);
    bool is_made = file >= 0 && fstat(file, &status) == 0;
    if (is_made && status.st_uid == geteuid() && is_ours(header, pread(file, header, sizeof header, 0)))
        is_made = fchmod(file, 0600) == 0;
    if (!is_made)
        failure_set(failure, FAILURE_DISK, tr("check the file and its folder"),
                    tr("marks and notes cannot be kept: %s"), strerror(errno));
    if (file >= 0)
        close(file);
    return is_made;
}

bool notes_place_clear(const char *path, char **set_aside)
{
    static const char *const endings[] = {"-wal", "-shm"};
    int64_t now = timestamp_now();
    char *name = memory_format("%s.damaged-%lld-%03d", path, (long long)(now / TIMESTAMP_SECOND),
                               (int)(now % TIMESTAMP_SECOND / (TIMESTAMP_SECOND / 1000)));
    bool is_moved = rename(path, name) == 0;
    for (size_t i = 0; is_moved && i < sizeof endings / sizeof *endings; i++) {
        char *from = memory_format("%s%s", path, endings[i]), *to = memory_format("%s%s", name, endings[i]);
        (void)!rename(from, to);
        free(from);
        free(to);
    }
    if (is_moved)
        *set_aside = name;
    else
        free(name);
    return is_moved;
}
