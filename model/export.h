/* Recordings written for other programs: JSON with the API's field names plus DurationSeconds (exact, null
 * where there is no length), and CSV. */
#ifndef MODEL_EXPORT_H
#define MODEL_EXPORT_H

#include "model/recording.h"

#include <stdio.h>

enum export_format { EXPORT_JSON, EXPORT_JSONL, EXPORT_CSV };

struct export_writer {
    FILE *stream; /* not owned */
    enum export_format format;
    size_t written;
    int error; /* errno of the first write that failed, 0 if none did */
};

void export_begin(struct export_writer *writer, FILE *stream, enum export_format format);
/* What is absent is null in JSON and empty in CSV. JSON is an array with one recording on a line; JSONL is
 * the same lines without it; texts are valid UTF-8 with control characters escaped. CSV is RFC 4180 with a
 * header; a text that a spreadsheet would run as a formula gets a leading ' (a plain number such as
 * +4583123456 does not), and control characters but tab and line breaks become U+FFFD, for CSV cannot escape
 * them. */
void export_recording(struct export_writer *writer, const struct recording *recording);
/* Returns false if anything could not be written (errno says why). */
bool export_end(struct export_writer *writer);

#endif
