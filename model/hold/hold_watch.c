#include "model/hold/hold_watch.h"

#include "model/hold/hold_files.h"
#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

/* File systems round times: within that time a second change of the folder may leave it with the same time of
 * modification. */
#define STEP_NS INT64_C(1000000000)

struct hold_watch {
    char *folder; /* owned */
    struct hold_table table;
    struct timespec changed; /* the folder's time of modification before the table was read; 0: no folder */
    bool is_known;           /* the table is up to date as long as that time stays the same */
    bool is_unread;          /* the folder could not be read, as `failure` says */
    struct failure failure;
    uint64_t version; /* how often the folder was read */
};

struct hold_watch *hold_watch_new(const char *folder)
{
    struct hold_watch *watch = memory_new(sizeof *watch);
    watch->folder = memory_text(folder);
    return watch;
}

void hold_watch_free(struct hold_watch **watch)
{
    if (!*watch)
        return;
    hold_table_clear(&(*watch)->table);
    free((*watch)->folder);
    free(*watch);
    *watch = NULL;
}

static bool is_settled(const struct timespec *changed)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t age = (int64_t)(now.tv_sec - changed->tv_sec) * 1000000000 + now.tv_nsec - changed->tv_nsec;
    return age > STEP_NS;
}

static void renew(struct hold_watch *watch)
{
    struct stat status;
    bool is_there = stat(watch->folder, &status) == 0;
    struct timespec changed = is_there ? status.st_mtim : (struct timespec){0};
    if (watch->is_known && !watch->is_unread && changed.tv_sec == watch->changed.tv_sec &&
        changed.tv_nsec == watch->changed.tv_nsec)
        return;
    hold_table_clear(&watch->table);
    watch->is_unread = !hold_files_read(watch->folder, &watch->table, &watch->failure);
    watch->version++;
    watch->changed = changed;
    watch->is_known = !is_there || is_settled(&changed);
    if (watch->is_unread)
        log_line("what is on hold cannot be read, so nothing is deleted: %s", watch->folder);
}

bool hold_watch_has(struct hold_watch *watch, int64_t call, const char *file)
{
    renew(watch);
    return watch->is_unread || hold_table_find(&watch->table, call, file, timestamp_now());
}

const struct hold_table *hold_watch_read(struct hold_watch *watch, uint64_t *version, struct failure *failure)
{
    renew(watch);
    *version = watch->version;
    if (watch->is_unread)
        *failure = watch->failure;
    return watch->is_unread ? NULL : &watch->table;
}
