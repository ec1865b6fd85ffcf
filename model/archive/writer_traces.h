/* What deletion leaves behind: callers and names that no recording uses any more, and copies in the log of the
 * archive. */
#ifndef MODEL_ARCHIVE_WRITER_TRACES_H
#define MODEL_ARCHIVE_WRITER_TRACES_H

#include <stdbool.h>

struct failure;
struct writer;

/* Removes it between transactions; false if others were in the way for more than a moment: to be tried again later, if
 * need be by the next program that opens the archive. */
bool writer_has_traces(const struct writer *writer);
bool writer_remove_traces(struct writer *writer);

/* Something was deleted or replaced in this transaction. */
bool writer_note_traces(struct writer *writer, struct failure *failure);

#endif
