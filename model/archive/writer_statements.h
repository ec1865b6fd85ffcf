/* The prepared statements of the writer, prepared on first use. */
#ifndef MODEL_ARCHIVE_WRITER_STATEMENTS_H
#define MODEL_ARCHIVE_WRITER_STATEMENTS_H

#include "model/archive/writer_state.h"

/* NULL if it cannot be prepared: sqlite3_step(NULL) then fails, and database_failed gives the reason. */
sqlite3_stmt *writer_statement(struct writer *writer, enum writer_statement which);

/* The same with integers bound from ?1 on (DATABASE_NUMBERS). */
sqlite3_stmt *writer_bound(struct writer *writer, enum writer_statement which, const int64_t numbers[],
                           int count);

/* Runs a statement without result rows, with integers bound. False with *failure filled. */
bool writer_run(struct writer *writer, enum writer_statement which, const int64_t numbers[], int count,
                struct failure *failure);

/* Steps a statement; true if there is a row. On a read error it is false, and the transaction is marked so that it
 * cannot be committed: conclusions drawn from the missing row are discarded. */
bool writer_step(struct writer *writer, sqlite3_stmt *statement);

#endif
