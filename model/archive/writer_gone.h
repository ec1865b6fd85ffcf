/* Reports deletions to whoever stores data of the recordings elsewhere, such as notes. */
#ifndef MODEL_ARCHIVE_WRITER_GONE_H
#define MODEL_ARCHIVE_WRITER_GONE_H

#include "model/archive/writer_data.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct failure;
struct writer;

void writer_on_gone(struct writer *writer, const struct writer_gone_events *events);

/* The number committed with the last deletion, see writer_gone_events.going; 0 if there was none. */
int64_t writer_gone_number(const struct writer *writer);

/* For the writer: record deletions of the current transaction, before the rows are deleted. One row of a statement,
 * of which `file` is the column of its file key; or all rows (call, file) that a query returns. */
void writer_note_gone(struct writer *writer, int64_t agent, int64_t call, sqlite3_stmt *row, int file);
bool writer_note_gone_all(struct writer *writer, const char *sql, const int64_t *numbers, int count,
                          struct failure *failure);

/* Call before the commit (*number is then to be committed unless it is 0), after it, or after a rollback. */
bool writer_tell_going(struct writer *writer, int64_t *number, struct failure *failure);
void writer_tell_gone(struct writer *writer);
void writer_forget_gone(struct writer *writer);

#endif
