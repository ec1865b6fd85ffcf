/* The keys of the recordings that came in an answer, to find those that did not. */
#ifndef MODEL_ARCHIVE_WRITER_SEEN_H
#define MODEL_ARCHIVE_WRITER_SEEN_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct response_ingest;

void writer_seen_sort(struct response_ingest *answer);

/* How many of the sorted keys have ids up to last. */
size_t writer_seen_up_to(const struct response_ingest *answer, int64_t last);

/* Whether a row (call, file) of the archive has not come; of sorted keys. */
bool writer_seen_lacks(const struct response_ingest *answer, sqlite3_stmt *row);

#endif
