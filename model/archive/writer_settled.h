/* What is settled of an agent: so old that nothing more comes beside it, until it is looked at again. */
#ifndef MODEL_ARCHIVE_WRITER_SETTLED_H
#define MODEL_ARCHIVE_WRITER_SETTLED_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct response_ingest;
struct writer;
struct recording;

/* Where the settle time is longer than it was, less is final: what is younger is to be seen again. */
bool writer_settle_anew(struct writer *writer, struct failure *failure);
bool writer_is_settled(const struct writer *writer); /* nothing has to be */

/* What an answer's recordings show of what is settled: with what lies below it, with one that has come, with
 * the last of them. */
void writer_begin_settling(struct writer *writer, struct response_ingest *answer);
void writer_see(struct writer *writer, struct response_ingest *answer, const struct recording *recording);
void writer_end_settling(struct writer *writer, struct response_ingest *answer);

/* The greatest id of the agent, but for those above a jump; 0 if there is none. */
int64_t writer_newest_id(struct writer *writer, int64_t agent);

/* Of those the greatest whose call, and what lies around it, started up to `limit`; 0 if there is none. */
int64_t writer_settled_id(struct writer *writer, int64_t agent, int64_t limit);

#endif
