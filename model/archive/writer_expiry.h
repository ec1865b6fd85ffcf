/* Recordings older than the retention that arrive anyway: they are not stored. Their ids count as covered, but
 * never from the first id on, so that an incomplete history is not taken for a complete one; and if an answer shows
 * that all retained recordings lie above where it started, that is recorded as if the rest had been purged. */
#ifndef MODEL_ARCHIVE_WRITER_EXPIRY_H
#define MODEL_ARCHIVE_WRITER_EXPIRY_H

#include "model/coverage/coverage.h"

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct response_ingest;
struct writer;
struct writer_row;
struct recording;

/* Whether a recording is older than the retention. */
bool writer_is_expired(const struct response_ingest *answer, const struct recording *recording);

/* Counts a recording of the answer, stored or not, as evidence of the time at which the answer starts. */
void writer_note_age(struct response_ingest *answer, const struct recording *recording);

/* Whether the archive has the recording; without a file name, any of its call. */
bool writer_is_filed(struct writer *writer, const struct response_ingest *answer,
                     const struct writer_row *row);

/* Uses a recording for judging the answer without storing it. */
bool writer_leave_expired(struct writer *writer, struct response_ingest *answer,
                          const struct recording *recording, struct failure *failure);

/* The lower bound of a range proved above `lo` that may be recorded: with a retention never the start of the
 * history. */
int64_t writer_least_claim(const struct writer *writer, const struct response_ingest *answer, int64_t lo);

/* Records, if the answer and its proved range show it, that all retained recordings lie above where it started. */
bool writer_claim_kept(struct writer *writer, struct response_ingest *answer, struct coverage_range truth,
                       struct failure *failure);

#endif
