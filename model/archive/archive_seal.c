#include "model/archive/archive_seal.h"

#include "model/archive/database.h"
#include "net/base/memory.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHECKED_FOR INT64_C(604800) /* seconds that a check is valid: a week, as disks lose data silently */

enum { SEAL_SIZE = 200 };

/* A program holds a shared lock on the seal's file as long as it has the archive open; the kernel releases it when the
 * program ends. */
struct archive_seal {
    char *path;
    int file;        /* descriptor; -1 if the file can be neither created nor read */
    int64_t checked; /* seconds since 1970; 0: never */
    bool is_made;    /* we created the file */
};

struct stamp {
    uint64_t file;
    int64_t size;
    int64_t seconds;
    int64_t nanoseconds;
    int64_t checked;
};

/* The stamp of the file. False if it cannot be read, or its write-ahead log still has content. */
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
    char text[SEAL_SIZE];
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

/* A zero stamp matches no file: it only tells programs that open the archive meanwhile that it is sound. */
static void write_seal(const struct archive_seal *seal, const struct stamp *stamp)
{
    if (ftruncate(seal->file, 0) != 0)
        return;
    char text[SEAL_SIZE];
    int length = snprintf(text, sizeof text, "%" PRIu64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n",
                          stamp->file, stamp->size, stamp->seconds, stamp->nanoseconds, seal->checked);
    (void)!pwrite(seal->file, text, (size_t)length, 0); /* read_seal rejects a partial one */
}

static bool is_fresh(int64_t checked)
{
    int64_t age = time(NULL) - checked;
    return checked && age >= 0 && age < CHECKED_FOR;
}

static bool open_file(struct archive_seal *seal)
{
    char *name = memory_format("%s-seal", seal->path);
    const int flags = O_CLOEXEC | O_NOFOLLOW | O_NOCTTY;
    seal->is_made = access(name, F_OK) != 0;
    seal->file = open(name, O_RDWR | O_CREAT | flags, 0600);
    bool is_writable = seal->file >= 0;
    if (!is_writable)
        seal->file = open(name, O_RDONLY | flags);
    free(name);
    return is_writable;
}

/* Decides while no other program has the archive open. A seal that does not hold is emptied, so that programs that
 * open the archive meanwhile see that it is not known to be sound. */
static bool judge_alone(struct archive_seal *seal, const struct stamp *sealed)
{
    struct stamp now;
    bool new = is_new(seal->path);
    bool holds = new || (is_fresh(sealed->checked) && stamp_of(seal->path, &now) && is_same(&now, sealed));
    seal->checked = new ? time(NULL) : sealed->checked;
    if (new)
        write_seal(seal, &(struct stamp){0});
    else if (!holds && seal->file >= 0)
        (void)!ftruncate(seal->file, 0);
    return holds;
}

/* Waits for the program that is in judge_alone. False if that takes too long. */
static bool await_judgement(const struct archive_seal *seal, struct database_wait *wait)
{
    int tries = 0;
    while (flock(seal->file, LOCK_SH | LOCK_NB) != 0)
        if (!wait || !database_wait(wait, tries++))
            return false;
    return true;
}

struct archive_seal *archive_seal_open(const char *path, struct database_wait *wait, bool *holds)
{
    struct archive_seal *seal = memory_new(sizeof *seal);
    struct stamp sealed = {0};
    seal->path = memory_text(path);
    bool is_writable = open_file(seal);
    bool alone = !is_writable || flock(seal->file, LOCK_EX | LOCK_NB) == 0;
    bool judged = alone || await_judgement(seal, wait);
    if (seal->file >= 0 && !read_seal(seal->file, &sealed))
        sealed = (struct stamp){0};
    seal->checked = sealed.checked;
    *holds = alone ? judge_alone(seal, &sealed) : judged && is_fresh(sealed.checked);
    if (seal->file >= 0)
        flock(seal->file, LOCK_SH | LOCK_NB);
    return seal;
}

void archive_seal_checked(struct archive_seal *seal)
{
    seal->checked = time(NULL);
    if (seal->file >= 0)
        write_seal(seal, &(struct stamp){0});
}

static void remove_seal(const struct archive_seal *seal)
{
    char *name = memory_format("%s-seal", seal->path);
    unlink(name);
    free(name);
}

void archive_seal_close(struct archive_seal **seal, bool sound)
{
    struct archive_seal *closing = *seal;
    *seal = NULL;
    if (!closing)
        return;
    struct stamp now;
    if (closing->file >= 0 && sound && flock(closing->file, LOCK_EX | LOCK_NB) == 0 &&
        stamp_of(closing->path, &now))
        write_seal(closing, &now);
    if (!sound && closing->is_made)
        remove_seal(closing);
    if (closing->file >= 0)
        close(closing->file);
    free(closing->path);
    free(closing);
}
