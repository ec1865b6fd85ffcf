#include "net/base/state_file.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCK_TRIES = 200, LOCK_PAUSE = 5 /* ms */ };

FILE *state_file_open(const char *path)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    bool regular = descriptor >= 0 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    FILE *file = regular ? fdopen(descriptor, "r") : NULL;
    if (!file && descriptor >= 0)
        close(descriptor);
    return file;
}

void state_file_lines(const char *path, struct name_list *lines)
{
    char *line = NULL;
    size_t size = 0;
    FILE *file = state_file_open(path);
    while (file && getline(&line, &size, file) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        name_list_add(lines, line);
    }
    if (file)
        fclose(file);
    free(line);
}

int state_file_lock(const char *path)
{
    struct failure failure; /* why not is told by who writes */
    const char *slash = strrchr(path, '/');
    char *folder = slash ? memory_text_part(path, (size_t)(slash - path) + 1) : memory_text(".");
    folders_make_for(path, "", &failure);
    int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int tries = 0; lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0 && tries < LOCK_TRIES; tries++)
        poll(NULL, 0, LOCK_PAUSE);
    free(folder);
    return lock;
}

void state_file_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}

/* True unless something stands there that would be lost: a link, which somebody has made on purpose, for one.
 */
static bool is_replaceable(const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT;
    if (S_ISREG(status.st_mode))
        return true;
    errno = S_ISLNK(status.st_mode) ? ELOOP : EEXIST;
    return false;
}

/* Writes a file of another name and puts it in place. */
static bool replace(const char *path, state_file_write *write_content, const void *context)
{
    char *temporary = memory_format("%s.XXXXXX", path);
    int descriptor = mkostemp(temporary, O_CLOEXEC); /* only the owner can read it */
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    bool written = file != NULL;
    if (written) {
        write_content(file, context);
        written = fflush(file) == 0 && !ferror(file) && fsync(descriptor) == 0;
        written = fclose(file) == 0 && written;
    } else if (descriptor >= 0) {
        close(descriptor);
    }
    written = written && rename(temporary, path) == 0;
    int error = errno;
    if (!written && descriptor >= 0)
        unlink(temporary);
    free(temporary);
    errno = error;
    return written;
}

bool state_file_replace(const char *path, const char *what, state_file_write *write_content,
                        const void *context, struct failure *failure)
{
    bool done =
        folders_make_for(path, "", failure) && is_replaceable(path) && replace(path, write_content, context);
    if (!done && errno == ELOOP)
        failure_set(failure, FAILURE_DISK, tr("put a file there, or nothing"),
                    tr("%s cannot be kept: %s is a link"), what, path);
    else if (!done)
        failure_set(failure, FAILURE_DISK, tr("check the folder and its permissions"),
                    tr("%s cannot be kept in %s: %s"), what, path, strerror(errno));
    return done;
}
