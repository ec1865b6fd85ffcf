/* Recordings that the writer deletes for good: who keeps something of theirs elsewhere is told when that is
 * committed. */
#ifndef MODEL_ARCHIVE_WRITER_GONE_H
#define MODEL_ARCHIVE_WRITER_GONE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct failure;
struct writer;

/* Called on the writer's thread, of each; `agent` is its reference, `file` "" where it has no name. */
typedef void writer_gone(void *context, const char *agent, int64_t call, const char *file);
void writer_on_gone(struct writer *writer, writer_gone *gone, void *context);

/* For the writer: notes what it deletes in the transaction; a row, of which `file` is the column of its key, or
 * all that a statement gives (call, file) before they go. */
void writer_note_gone(struct writer *writer, int64_t agent, int64_t call, sqlite3_stmt *row, int file);
bool writer_note_gone_all(struct writer *writer, const char *sql, const int64_t *numbers, int count,
                          struct failure *failure);

void writer_tell_gone(struct writer *writer);   /* it is committed */
void writer_forget_gone(struct writer *writer); /* or it is not */

#endif
