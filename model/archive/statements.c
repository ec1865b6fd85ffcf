#include "model/archive/statements.h"

#include "model/archive/database.h"
#include "net/base/memory.h"

#include <stdlib.h>

struct made_statement {
    const char *sql;
    sqlite3_stmt *statement; /* owned */
};

sqlite3_stmt *statements_get(struct statements *statements, const char *sql, struct failure *failure)
{
    for (size_t i = 0; i < statements->count; i++)
        if (statements->made[i].sql == sql)
            return statements->made[i].statement;
    sqlite3_stmt *statement = database_prepare(statements->database, sql, failure);
    if (!statement)
        return NULL;
    statements->made =
        memory_grow(statements->made, &statements->capacity, statements->count + 1, sizeof *statements->made);
    statements->made[statements->count++] = (struct made_statement){sql, statement};
    return statement;
}

sqlite3_stmt *statements_bound(struct statements *statements, const char *sql, const int64_t numbers[],
                               int count, struct failure *failure)
{
    sqlite3_stmt *statement = statements_get(statements, sql, failure);
    if (statement)
        database_bind_numbers(statement, numbers, count);
    return statement;
}

void statements_clear(struct statements *statements)
{
    for (size_t i = 0; i < statements->count; i++)
        sqlite3_finalize(statements->made[i].statement);
    free(statements->made);
    *statements = (struct statements){.database = statements->database};
}
