/* Exempts recordings on hold from deletion. */
#ifndef MODEL_ARCHIVE_WRITER_HELD_H
#define MODEL_ARCHIVE_WRITER_HELD_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct failure;
struct writer;
struct writer_holder;

void writer_on_held(struct writer *writer, const struct writer_holder *holder);

/* For the writer: defines the SQL function is_held(call, file), which is false without a holder. */
bool writer_define_held(struct writer *writer, struct failure *failure);
void writer_forget_held(struct writer *writer); /* undefines it; the connection stays open */

/* Whether the current row of a statement is on hold; `file` is the column of its file key. */
bool writer_holds(struct writer *writer, int64_t call, sqlite3_stmt *row, int file);

/* note: the server has deleted the held row; tell: after the commit; forget: after a rollback. */
void writer_note_kept(struct writer *writer, int64_t call, sqlite3_stmt *row, int file);
void writer_tell_kept(struct writer *writer);
void writer_forget_kept(struct writer *writer);

#endif
