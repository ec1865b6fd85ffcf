/* The rows of an answer: decoded, interned, filed. */
#ifndef MODEL_ARCHIVE_WRITER_ROWS_H
#define MODEL_ARCHIVE_WRITER_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct failure;
struct response_ingest;
struct writer;
struct writer_row;

/* Files recordings, none of them empty. */
bool writer_take_rows(struct writer *writer, struct response_ingest *answer, const struct writer_row *rows,
                      size_t count, struct failure *failure);

/* Decodes and files one element; an unreadable one is counted and interrupts the coverage. */
bool writer_take(struct writer *writer, struct response_ingest *answer, const char *text, size_t length,
                 struct failure *failure);

#endif
