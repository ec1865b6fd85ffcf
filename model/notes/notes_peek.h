/* Reads the notes for queries; the file may be changed, replaced or missing at any time. For one thread; blocks. */
#ifndef MODEL_NOTES_NOTES_PEEK_H
#define MODEL_NOTES_NOTES_PEEK_H

#include "model/notes/note_table.h"
#include "net/base/failure.h"

#include <stdint.h>

struct notes_peek;

struct notes_peek *notes_peek_open(const char *path);
void notes_peek_close(struct notes_peek **peek);

/* All notes, read again only if the file has changed; *version changes then. Valid until the next call. NULL with
 * *failure filled. */
const struct note_table *notes_peek_read(struct notes_peek *peek, uint64_t *version, struct failure *failure);

#endif
