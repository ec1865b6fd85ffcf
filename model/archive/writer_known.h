/* What an answer shares with what the archive knew before: a server that was restored from a backup gives
 * other recordings in the place of those that were known, and one that slips out of its order does not go on
 * where the archive does. */
#ifndef MODEL_ARCHIVE_WRITER_KNOWN_H
#define MODEL_ARCHIVE_WRITER_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct response_ingest;
struct writer;

void writer_begin_known(struct writer *writer, struct response_ingest *answer, int64_t stop_at);
void writer_know(struct response_ingest *answer, int64_t id, bool is_new);

/* It has nothing of what was known where it was asked: the server may have been restored from a backup. */
bool writer_is_estranged(const struct response_ingest *answer);
bool writer_forget_estranged(struct writer *writer, const struct response_ingest *answer,
                             struct failure *failure);

#endif
