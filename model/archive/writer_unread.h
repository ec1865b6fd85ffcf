/* Keeps account of undecodable elements and times of the server's answers until they can be decoded. */
#ifndef MODEL_ARCHIVE_WRITER_UNREAD_H
#define MODEL_ARCHIVE_WRITER_UNREAD_H

#include <stdbool.h>
#include <stddef.h>

struct failure;
struct response_ingest;
struct writer;
struct recording;

/* Counts the element decoded last as undecodable. Call before the judgement takes it. */
void writer_leave_out(struct writer *writer, struct response_ingest *answer, const char *text, size_t length);

/* Counts the unparsable times of a recording, unless the fetch has seen the element before. */
void writer_note_unread(struct writer *writer, struct response_ingest *answer,
                        const struct recording *recording, const char *text, size_t length);

/* At the end of an answer: stores what was skipped, until it arrives. False with *failure filled. */
bool writer_write_left_out(struct writer *writer, const struct response_ingest *answer,
                           struct failure *failure);

#endif
