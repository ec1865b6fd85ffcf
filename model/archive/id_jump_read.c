#include "model/archive/id_jump_read.h"

#include "model/archive/database.h"

bool id_jump_read(struct statements *statements, int64_t agent, int64_t from, struct id_jump *jump,
                  struct failure *failure)
{
    id_jump_begin(jump, from);
    if (from <= ID_JUMP_IDS)
        return true;
    sqlite3_stmt *statement =
        statements_bound(statements,
                         "SELECT call FROM recordings WHERE agent = ?1 AND call > 0 AND call <= ?2"
                         " ORDER BY call DESC, file DESC",
                         DATABASE_NUMBERS(agent, from), failure);
    if (!statement)
        return false;
    struct id_jump_down down = {from, 0};
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW && down.count <= ID_JUMP_RECORDINGS) {
        code = sqlite3_step(statement);
        int64_t id = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
        id_jump_down_take(&down, id, jump);
    }
    return database_done(statements->database, statement, code, failure);
}
