/* Where a recording without a start stands in time: at the start of the one before it in its answer, else of the one
 * behind it; of those that come without any such, beside what the archive has. */
#ifndef MODEL_ARCHIVE_WRITER_PLACE_H
#define MODEL_ARCHIVE_WRITER_PLACE_H

#include <stdint.h>

struct recording;
struct response_ingest;
struct writer;

/* The place to be filed with a recording of the answer, ticks; TIMESTAMP_NONE: its start. */
int64_t writer_place_of(struct writer *writer, const struct response_ingest *answer,
                        const struct recording *recording);

/* A recording has been filed: those without a start before it may now stand at its own. */
void writer_placed(struct writer *writer, struct response_ingest *answer, const struct recording *recording);

#endif
