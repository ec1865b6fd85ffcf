/* The position in time of a recording without a start: the start of the preceding one in its answer, else of the
 * following one, else of its neighbour in the archive. */
#ifndef MODEL_ARCHIVE_WRITER_PLACE_H
#define MODEL_ARCHIVE_WRITER_PLACE_H

#include <stdint.h>

struct recording;
struct response_ingest;
struct writer;

/* The position to store with a recording of the answer, ticks; TIMESTAMP_NONE: it has a start. */
int64_t writer_place_of(struct writer *writer, const struct response_ingest *answer,
                        const struct recording *recording);

/* A recording was stored: positions the preceding ones without a start at its own. */
void writer_placed(struct writer *writer, struct response_ingest *answer, const struct recording *recording);

#endif
