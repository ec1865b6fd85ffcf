/* Recordings that the writer deletes for good: who keeps something of theirs elsewhere is told when that is
 * committed. */
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

/* The number of the last deletion that was committed; 0 if there was none. */
int64_t writer_gone_number(const struct writer *writer);

/* For the writer: notes what it deletes in the transaction; a row, of which `file` is the column of its key, or
 * all that a statement gives (call, file) before they go. */
void writer_note_gone(struct writer *writer, int64_t agent, int64_t call, sqlite3_stmt *row, int file);
bool writer_note_gone_all(struct writer *writer, const char *sql, const int64_t *numbers, int count,
                          struct failure *failure);

/* It is about to be committed, with this number if that is not 0; it is; or it is not. */
bool writer_tell_going(struct writer *writer, int64_t *number, struct failure *failure);
void writer_tell_gone(struct writer *writer);
void writer_forget_gone(struct writer *writer);

#endif
