/* Recordings on hold: the writer leaves them where it would delete them. Who holds them says so. */
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

/* For the writer: makes is_held(call, file) known to its statements, which is false while nobody holds anything. */
bool writer_define_held(struct writer *writer, struct failure *failure);
void writer_forget_held(struct writer *writer); /* its connection stays */

/* Whether the row that stands at a statement is, of which `file` is the column of its key. */
bool writer_holds(struct writer *writer, int64_t call, sqlite3_stmt *row, int file);

/* Notes that the server no longer has it; that is committed, or it is not. */
void writer_note_kept(struct writer *writer, int64_t call, sqlite3_stmt *row, int file);
void writer_tell_kept(struct writer *writer);
void writer_forget_kept(struct writer *writer);

#endif
