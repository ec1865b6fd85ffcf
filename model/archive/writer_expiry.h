/* Recordings that come though they started before what is kept: they are not filed. That their ids have been
 * read is covered as ever, but from the second id on at the most, so that no history of which something was
 * not kept is taken for whole; and where an answer shows that all that is kept lies above where it began,
 * that is noted as if it had been purged. */
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

/* Whether a recording started before what is kept. */
bool writer_is_expired(const struct response_ingest *answer, const struct recording *recording);

/* A recording of the answer, kept or not, is a witness of when the answer begins. */
void writer_note_age(struct response_ingest *answer, const struct recording *recording);

/* Whether the archive has the recording; of one without a name, any of its call. */
bool writer_is_filed(struct writer *writer, const struct response_ingest *answer,
                     const struct writer_row *row);

/* Takes a recording for judging the answer, and does not file it. */
bool writer_leave_expired(struct writer *writer, struct response_ingest *answer,
                          const struct recording *recording, struct failure *failure);

/* Above which id may be claimed what is proved above `lo`: of what is not kept never from the first id on. */
int64_t writer_least_claim(const struct writer *writer, const struct response_ingest *answer, int64_t lo);

/* Notes, where the answer and what it proves show it, that all that is kept lies above where it began. */
bool writer_claim_kept(struct writer *writer, struct response_ingest *answer, struct coverage_range truth,
                       struct failure *failure);

#endif
