#include "model/archive/archive_unused.h"

#include "model/archive/database.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <unistd.h>

/* Whoever has it open holds a lock that keeps it in the mode with a log. What is used stays in that mode,
 * too: changing it back would write to a file that has been sealed. */
static bool take_alone(sqlite3 *database)
{
    struct failure failure;
    return database_execute(
        database, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE", &failure);
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
    if (access(path, F_OK) != 0) /* opening it would make it */
        return;
    sqlite3 *database = database_open(path, DATABASE_WRITE, &failure);
    if (!database)
        return;
    sqlite3_busy_timeout(database, 0);
    if (is_unused(database) && take_alone(database) && is_unused(database)) {
        char *seal = memory_format("%s-seal", path);
        unlink(path);
        unlink(seal);
        free(seal);
        log_line("nobody answered: the archive that was made is removed");
    }
    database_close(&database);
}
