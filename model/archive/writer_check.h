/* An answer that another one has to bear out before it proves anything (answer_check_from): until that has ended it is
 * set aside. */
#ifndef MODEL_ARCHIVE_WRITER_CHECK_H
#define MODEL_ARCHIVE_WRITER_CHECK_H

#include <stdbool.h>

struct response_ingest;
struct writer;
struct writer_fetch;

/* Sets aside an answer that has ended, if it has to be: all that it needs to prove something. */
bool writer_check_later(struct writer *writer, struct response_ingest *answer);

/* Whether the answer that was set aside and the one from its middle have the same recordings between there and the end
 * of the first. */
bool writer_check_agrees(struct response_ingest *first, struct response_ingest *second);

/* Forgets what was set aside, if anything. */
void writer_check_drop(struct writer_fetch *fetch);

#endif
