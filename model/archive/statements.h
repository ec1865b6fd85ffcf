/* A cache of prepared statements of one connection: preparing takes longer than most take to run. */
#ifndef MODEL_ARCHIVE_STATEMENTS_H
#define MODEL_ARCHIVE_STATEMENTS_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct made_statement;

/* Starts zeroed but for the connection. */
struct statements {
    sqlite3 *database;           /* not owned */
    struct made_statement *made; /* owned */
    size_t count;
    size_t capacity;
};

/* The statement for `sql`, a string with a constant address such as a literal, which is the cache key. Owned by the
 * cache: the caller resets it after use and does not finalize it. NULL with *failure filled. */
sqlite3_stmt *statements_get(struct statements *statements, const char *sql, struct failure *failure);

/* The same with integers bound from ?1 on (DATABASE_NUMBERS). */
sqlite3_stmt *statements_bound(struct statements *statements, const char *sql, const int64_t numbers[],
                               int count, struct failure *failure);

/* Finalizes all, before the connection is closed. */
void statements_clear(struct statements *statements);

#endif
