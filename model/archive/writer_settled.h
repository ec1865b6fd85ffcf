/* Which recordings of an agent are final: so old that no more appear beside them, until they are verified again. */
#ifndef MODEL_ARCHIVE_WRITER_SETTLED_H
#define MODEL_ARCHIVE_WRITER_SETTLED_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct response_ingest;
struct writer;
struct recording;

/* If the settle time was increased, what is no longer final is to be verified again. False with *failure filled. */
bool writer_settle_anew(struct writer *writer, struct failure *failure);
bool writer_is_settled(const struct writer *writer); /* nothing has to be changed for the settle time */

/* Determine from an answer's recordings up to which id they are final: with those below the answer, with each of
 * its recordings, at its end. */
void writer_begin_settling(struct writer *writer, struct response_ingest *answer);
void writer_see(struct writer *writer, struct response_ingest *answer, const struct recording *recording);
void writer_end_settling(struct writer *writer, struct response_ingest *answer);

/* The greatest id of the agent, ignoring ids above a jump; 0 if there is none. */
int64_t writer_newest_id(struct writer *writer, int64_t agent);

/* The greatest such id whose recording and its neighbours started at or before `limit`; 0 if there is none. */
int64_t writer_settled_id(struct writer *writer, int64_t agent, int64_t limit);

#endif
