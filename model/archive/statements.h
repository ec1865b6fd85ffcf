/* SQL statements of one connection that are made when they are first wanted, and kept: to make one takes longer
 * than most take to run. */
#ifndef MODEL_ARCHIVE_STATEMENTS_H
#define MODEL_ARCHIVE_STATEMENTS_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct made_statement;

/* Begins as the connection and zeros. */
struct statements {
    sqlite3 *database;           /* not owned */
    struct made_statement *made; /* owned */
    size_t count;
    size_t capacity;
};

/* The statement of `sql`, a text that stays where it is, such as a literal: it is known by its address. The
 * caller resets it when it is done, and does not finalize it. NULL with *failure filled if it cannot be made. */
sqlite3_stmt *statements_get(struct statements *statements, const char *sql, struct failure *failure);

/* The same, with numbers bound from the first parameter on (DATABASE_NUMBERS). */
sqlite3_stmt *statements_bound(struct statements *statements, const char *sql, const int64_t numbers[],
                               int count, struct failure *failure);

/* Before the connection is closed. */
void statements_clear(struct statements *statements);

#endif
