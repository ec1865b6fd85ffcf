#include "model/archive/archive_wipe.h"

#include "model/archive/archive.h"
#include "model/archive/archive_file.h"
#include "model/archive/archive_files.h"
#include "model/archive/database.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static bool refuse_held(struct failure *failure)
{
    return failure_set(failure, FAILURE_DISK, tr("close it and try again; nothing was deleted"),
                       tr("another program has the archive open"));
}

/* Programs of ours that have the archive open hold a shared lock on its seal. Returns the seal's descriptor with an
 * exclusive lock; -1 with *failure filled. */
static int lock_seal(const char *path, struct failure *failure)
{
    char *name = memory_format("%s-seal", path);
    int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (file < 0)
        failure_set(failure, FAILURE_DISK, tr("check the folder and its permissions"),
                    tr("cannot write %s: %s"), name, strerror(errno));
    free(name);
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) != 0) {
        close(file);
        file = -1;
        refuse_held(failure);
    }
    return file;
}

/* Opens an archive with our mark so that nobody else can. If it is damaged, *database is NULL and the result true. */
static bool open_alone(const char *path, const char *base, sqlite3 **database, struct failure *failure)
{
    int64_t version;
    *database = database_open(path, DATABASE_READ, failure);
    bool judged = *database && archive_judge(*database, path, base, &version, failure);
    database_close(database);
    if (!judged)
        return failure->kind == FAILURE_DAMAGED;
    *database = database_open(path, DATABASE_WRITE, failure);
    if (!*database)
        return failure->kind == FAILURE_DAMAGED;
    if (database_take_alone(*database))
        return true;
    database_close(database);
    return refuse_held(failure);
}

static bool delete_all(const char *path, struct failure *failure)
{
    struct name_list paths = {NULL, 0, 0};
    bool deleted = true;
    archive_files_list(path, &paths);
    for (size_t i = 0; i < paths.count; i++) {
        if (unlink(paths.names[i]) == 0 || errno == ENOENT)
            continue;
        failure_set(failure, FAILURE_DISK, tr("check the folder and its permissions"),
                    tr("cannot delete %s: %s"), paths.names[i], strerror(errno));
        deleted = false;
    }
    name_list_clear(&paths);
    return deleted;
}

/* Whether the files may be deleted. If there is no archive, what was set aside of it may. */
static bool may_wipe(const char *path, const char *base, bool is_ours, enum archive_file_kind *kind,
                     struct failure *failure)
{
    *kind = ARCHIVE_FILE_EMPTY;
    if (access(path, F_OK) != 0)
        return true;
    if (!archive_file_look(path, base, kind, failure))
        return false;
    if (is_ours || *kind == ARCHIVE_FILE_MARKED || *kind == ARCHIVE_FILE_TORN)
        return true;
    return failure_set(failure, FAILURE_USAGE, tr("delete it by hand if it is not needed"),
                       tr("it holds nothing by which it is known as an archive: %s"), path);
}

static bool wipe_at(const char *path, const char *base, bool is_ours, struct failure *failure)
{
    sqlite3 *database = NULL;
    enum archive_file_kind kind;
    int seal = may_wipe(path, base, is_ours, &kind, failure) ? lock_seal(path, failure) : -1;
    bool wiped = seal >= 0 && (kind != ARCHIVE_FILE_MARKED || open_alone(path, base, &database, failure)) &&
                 delete_all(path, failure);
    database_close(&database);
    if (seal >= 0)
        close(seal);
    return wiped;
}

bool archive_wipe(const char *path, const char *base, bool is_ours, struct failure *failure)
{
    char *place = archive_file_place(path, failure);
    bool wiped = place && wipe_at(place, base, is_ours, failure);
    free(place);
    return wiped;
}

static bool is_unused(sqlite3 *database)
{
    static const char sql[] =
        "SELECT (SELECT count(*) FROM account WHERE name <> 'base') + (SELECT count(*) FROM recordings)"
        " + (SELECT count(*) FROM agents WHERE as_of IS NOT NULL) + (SELECT count(*) FROM coverage)";
    return database_integer(database, sql, 1) == 0;
}

void archive_remove_unused(const char *path)
{
    struct failure failure;
    if (access(path, F_OK) != 0) /* database_open would create it */
        return;
    sqlite3 *database = database_open(path, DATABASE_WRITE, &failure);
    if (!database)
        return;
    /* An archive with contents is not taken: that would write to the file and break its seal. */
    if (is_unused(database) && database_take_alone(database) && is_unused(database)) {
        char *seal = memory_format("%s-seal", path);
        unlink(path);
        unlink(seal);
        free(seal);
        log_line("nobody answered: the archive that was made is removed");
    }
    database_close(&database);
}
