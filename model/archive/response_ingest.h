/* Accessors of an answer that is being written, made by writer_begin. */
#ifndef MODEL_ARCHIVE_RESPONSE_INGEST_H
#define MODEL_ARCHIVE_RESPONSE_INGEST_H

#include "model/coverage/chronology.h"

#include <stdbool.h>
#include <stdint.h>

struct answer;
struct response_ingest;
struct writer_unread;

void response_ingest_free(struct response_ingest **answer);
const struct answer *response_ingest_judgement(const struct response_ingest *answer);
int64_t response_ingest_agent(const struct response_ingest *answer);
const struct writer_unread *response_ingest_unread(const struct response_ingest *answer);
/* The last recording with a start; time TIMESTAMP_NONE if none has one. */
struct moment response_ingest_reached(const struct response_ingest *answer);
int64_t response_ingest_oldest(const struct response_ingest *answer); /* see writer_report */
bool response_ingest_changed(struct response_ingest *answer); /* rows have changed since the last call */

#endif
