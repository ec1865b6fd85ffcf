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

bool notes_place_make(const char *path, struct failure *failure)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && fchmod(file, 0600) == 0 && close(file) == 0)
        return true;
    failure_set(failure, FAILURE_DISK, tr("check the file and its folder"),
                tr("marks and notes cannot be kept: %s"), strerror(errno));
    if (file >= 0)
        close(file);
    return false;
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
