/* Compares an answer with what the archive already has: a server restored from a backup gives other recordings in
 * place of the known ones, and an answer out of order does not continue where the archive does. */
#ifndef MODEL_ARCHIVE_WRITER_KNOWN_H
#define MODEL_ARCHIVE_WRITER_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct response_ingest;
struct writer;

void writer_begin_known(struct writer *writer, struct response_ingest *answer, int64_t stop_at);
void writer_know(struct response_ingest *answer, int64_t id, bool is_new);

/* Whether the answer has none of the recordings known in its range: the server may have been restored from a
 * backup. */
bool writer_is_estranged(const struct response_ingest *answer);
bool writer_forget_estranged(struct writer *writer, const struct response_ingest *answer,
                             struct failure *failure);

#endif
