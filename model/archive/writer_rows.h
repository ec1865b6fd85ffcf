/* Stores the rows of an answer: decoding, interning, inserting. */
#ifndef MODEL_ARCHIVE_WRITER_ROWS_H
#define MODEL_ARCHIVE_WRITER_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct failure;
struct response_ingest;
struct writer;
struct writer_row;

/* Stores decoded recordings, none of which is empty. False with *failure filled. */
bool writer_take_rows(struct writer *writer, struct response_ingest *answer, const struct writer_row *rows,
                      size_t count, struct failure *failure);

/* Decodes and stores one element; an undecodable one is counted and interrupts the coverage. False with *failure
 * filled. */
bool writer_take(struct writer *writer, struct response_ingest *answer, const char *text, size_t length,
                 struct failure *failure);

#endif
