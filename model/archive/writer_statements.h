/* The statements of the writer, each made when it is first wanted. */
#ifndef MODEL_ARCHIVE_WRITER_STATEMENTS_H
#define MODEL_ARCHIVE_WRITER_STATEMENTS_H

#include "model/archive/writer_state.h"

/* NULL, which SQLite refuses to run, where it cannot be made: database_failed tells why. */
sqlite3_stmt *writer_statement(struct writer *writer, enum writer_statement which);

/* The same, with numbers bound from the first parameter on (DATABASE_NUMBERS). */
sqlite3_stmt *writer_bound(struct writer *writer, enum writer_statement which, const int64_t numbers[],
                           int count);

/* Runs one that changes the archive, with numbers. False with *failure filled. */
bool writer_run(struct writer *writer, enum writer_statement which, const int64_t numbers[], int count,
                struct failure *failure);

/* Whether there is a row, of a statement of writer_statement. Where that cannot be read there is none either, but
 * nothing that may have been concluded from it is kept: the transaction cannot be committed any more. */
bool writer_step(struct writer *writer, sqlite3_stmt *statement);

#endif
