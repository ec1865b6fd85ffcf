/* What of the server's answers could not be read, as long as it is missing. */
#ifndef MODEL_ARCHIVE_WRITER_UNREAD_H
#define MODEL_ARCHIVE_WRITER_UNREAD_H

#include <stdbool.h>
#include <stddef.h>

struct failure;
struct response_ingest;
struct writer;
struct recording;

/* The element decoded last is no recording that can be read. Before the judgement takes it. */
void writer_leave_out(struct writer *writer, struct response_ingest *answer, const char *text, size_t length);

/* Counts the times of a recording that cannot be read, unless the fetch has met the element already. */
void writer_note_unread(struct writer *writer, struct response_ingest *answer,
                        const struct recording *recording, const char *text, size_t length);

/* At the end of an answer: what was left out is remembered until it comes. */
bool writer_write_left_out(struct writer *writer, const struct response_ingest *answer,
                           struct failure *failure);

#endif
