#include "model/archive_seal.h"

#include "net/memory.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHECKED_FOR INT64_C(604800) /* seconds; disks forget without being written to */

/* Programs that have the archive open hold a lock on the seal's file, which goes with them. */
struct archive_seal {
    char *path;
    int file;        /* -1 where there cannot be one */
    int64_t checked; /* seconds since 1970; 0: never */
    bool is_made;    /* its file, by us */
    bool is_alone;   /* nobody else had it open at first */
};

struct stamp {
    uint64_t file;
    int64_t size;
    int64_t seconds;
    int64_t nanoseconds;
    int64_t checked;
};

/* Of a file that nothing is still to be added to from its log. */
static bool stamp_of(const char *path, struct stamp *stamp)
{
    struct stat status, log;
    char *name = memory_format("%s-wal", path);
    bool has_log = stat(name, &log) == 0 && log.st_size > 0;
    free(name);
    if (has_log || stat(path, &status) != 0)
        return false;
    *stamp = (struct stamp){status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec, 0};
    return true;
}

static bool read_seal(int file, struct stamp *stamp)
{
    char text[200];
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    if (length <= 0)
        return false;
    text[length] = '\0';
    /* NOLINTNEXTLINE(cert-err34-c): what does not fit is no seal */
    return sscanf(text, "%" SCNu64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 "\n", &stamp->file,
                  &stamp->size, &stamp->seconds, &stamp->nanoseconds, &stamp->checked) == 5;
}

static bool is_same(const struct stamp *one, const struct stamp *other)
{
    return one->file == other->file && one->size == other->size && one->seconds == other->seconds &&
           one->nanoseconds == other->nanoseconds;
}

static bool is_new(const char *path)
{
    struct stamp stamp;
    struct stat status;
    return stat(path, &status) != 0 || (stamp_of(path, &stamp) && stamp.size == 0);
}

struct archive_seal *archive_seal_open(const char *path, bool *holds)
{
    struct archive_seal *seal = memory_new(sizeof *seal);
    struct stamp now, sealed = {0};
    char *name = memory_format("%s-seal", path);
    seal->path = memory_text(path);
    seal->is_made = access(name, F_OK) != 0;
    seal->file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (seal->file < 0)
        seal->file = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
    free(name);
    seal->is_alone = seal->file < 0 || flock(seal->file, LOCK_EX | LOCK_NB) == 0;
    int64_t today = time(NULL);
    if (seal->file >= 0 && read_seal(seal->file, &sealed))
        seal->checked = sealed.checked <= today ? sealed.checked : 0;
    *holds = !seal->is_alone || is_new(path) ||
             (seal->checked && today - seal->checked < CHECKED_FOR && stamp_of(path, &now) &&
              is_same(&now, &sealed));
    if (!seal->checked && is_new(path))
        seal->checked = today;
    if (seal->file >= 0)
        flock(seal->file, LOCK_SH | LOCK_NB);
    return seal;
}

static void write_seal(const struct archive_seal *seal)
{
    struct stamp now;
    if (ftruncate(seal->file, 0) != 0 || !stamp_of(seal->path, &now))
        return;
    dprintf(seal->file, "%" PRIu64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", now.file, now.size,
            now.seconds, now.nanoseconds, seal->checked);
}

static void remove_seal(const struct archive_seal *seal)
{
    char *name = memory_format("%s-seal", seal->path);
    unlink(name);
    free(name);
}

void archive_seal_close(struct archive_seal **seal, bool sound, bool checked)
{
    struct archive_seal *closing = *seal;
    *seal = NULL;
    if (!closing)
        return;
    if (checked)
        closing->checked = time(NULL);
    bool is_known = checked || closing->is_alone; /* else the other one may not have come to its end */
    if (closing->file >= 0 && sound && is_known && flock(closing->file, LOCK_EX | LOCK_NB) == 0)
        write_seal(closing);
    if (!sound && closing->is_made)
        remove_seal(closing);
    if (closing->file >= 0)
        close(closing->file);
    free(closing->path);
    free(closing);
}
