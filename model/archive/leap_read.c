#include "model/archive/leap_read.h"

#include "model/archive/database.h"

bool leap_read(sqlite3 *database, int64_t agent, int64_t from, struct leap *leap, struct failure *failure)
{
    leap_begin(leap, from);
    if (from <= LEAP_IDS)
        return true;
    sqlite3_stmt *statement =
        database_prepare(database,
                         "SELECT call FROM recordings WHERE agent = ?1 AND call > 0 AND call <= ?2"
                         " ORDER BY call DESC, file DESC",
                         failure);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int64(statement, 2, from);
    struct leap_down down = {from, 0};
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW && down.count <= LEAP_RECORDINGS) {
        code = sqlite3_step(statement);
        int64_t id = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
        leap_down_take(&down, id, leap);
    }
    bool read = code == SQLITE_ROW || code == SQLITE_DONE || database_failed(database, "read", failure);
    sqlite3_finalize(statement);
    return read;
}
