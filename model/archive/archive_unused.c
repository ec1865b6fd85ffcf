#include "model/archive/archive_unused.h"

#include "model/archive/database.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <unistd.h>

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
    /* What is used stays as it is: taking it would write to a file that has been sealed. */
    if (is_unused(database) && database_take_alone(database) && is_unused(database)) {
        char *seal = memory_format("%s-seal", path);
        unlink(path);
        unlink(seal);
        free(seal);
        log_line("nobody answered: the archive that was made is removed");
    }
    database_close(&database);
}
