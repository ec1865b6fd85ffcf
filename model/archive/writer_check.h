/* Sets aside an answer that proves something only once a second one, asked for from its middle, has confirmed it
 * (answer_check_from). */
#ifndef MODEL_ARCHIVE_WRITER_CHECK_H
#define MODEL_ARCHIVE_WRITER_CHECK_H

#include <stdbool.h>

struct response_ingest;
struct writer;
struct writer_fetch;

/* Sets aside an answer that has ended, with its keys, if it has to be confirmed: true then. */
bool writer_check_later(struct writer *writer, struct response_ingest *answer);

/* Whether the answer that was set aside and the one from its middle have the same recordings from there to the end of
 * the first. */
bool writer_check_agrees(struct response_ingest *first, struct response_ingest *second);

/* Frees the answer that was set aside, if any. */
void writer_check_drop(struct writer_fetch *fetch);

#endif
