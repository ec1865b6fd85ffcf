/* Removes traces of deleted recordings: interned values that are no longer used, and copies in the write-ahead log. */
#ifndef MODEL_ARCHIVE_WRITER_TRACES_H
#define MODEL_ARCHIVE_WRITER_TRACES_H

#include <stdbool.h>

struct failure;
struct writer;

/* Removes them, between transactions. False if other connections prevented it: try again later, or leave it to the
 * next program that opens the archive. */
bool writer_has_traces(const struct writer *writer);
bool writer_remove_traces(struct writer *writer);

/* Call when a transaction deletes or replaces rows. False with *failure filled. */
bool writer_note_traces(struct writer *writer, struct failure *failure);

#endif
