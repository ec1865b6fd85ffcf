/* The keys of the recordings in an answer, to find rows of the archive that it lacks. */
#ifndef MODEL_ARCHIVE_WRITER_SEEN_H
#define MODEL_ARCHIVE_WRITER_SEEN_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct response_ingest;

void writer_seen_sort(struct response_ingest *answer);

/* The number of sorted keys with ids up to `last`. */
size_t writer_seen_up_to(const struct response_ingest *answer, int64_t last);

/* Whether the answer lacks a row (call, file) of the archive. The keys must be sorted. */
bool writer_seen_lacks(const struct response_ingest *answer, sqlite3_stmt *row);

#endif
