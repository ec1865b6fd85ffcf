/* Derives from an answer the coverage, the end of the history, and the recordings that the server has deleted. */
#ifndef MODEL_ARCHIVE_WRITER_TRUTH_H
#define MODEL_ARCHIVE_WRITER_TRUTH_H

#include "model/coverage/chronology.h"

#include <stdbool.h>
#include <stdint.h>

struct answer;
struct failure;
struct response_ingest;
struct writer;
struct writer_question;
struct writer_unread;

struct response_ingest *writer_begin(struct writer *writer, const struct writer_question *question);

/* Stores the coverage proved so far. Call before every commit for every answer under way. False with *failure
 * filled. */
bool writer_prove(struct writer *writer, struct response_ingest *answer, struct failure *failure);

/* The same at the end of an answer; `whole`: it ended properly. */
bool writer_end(struct writer *writer, struct response_ingest *answer, bool whole, struct failure *failure);

#endif
