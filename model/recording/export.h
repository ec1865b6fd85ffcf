/* Recordings as records for other programs: the API's field names and DurationSeconds (exact, absent without a
 * length). Finish with record_end. */
#ifndef MODEL_RECORDING_EXPORT_H
#define MODEL_RECORDING_EXPORT_H

#include "model/recording/record_writer.h"
#include "model/recording/recording.h"

void export_begin(struct record_writer *writer, FILE *stream, const struct record_style *style);
void export_recording(struct record_writer *writer, const struct recording *recording);

enum { EXPORT_NUMBER_SIZE = 32 };

/* Seconds with up to seven decimals; NULL for TIMESTAMP_NONE, else the buffer. */
const char *export_seconds(char buffer[EXPORT_NUMBER_SIZE], int64_t ticks);

/* The same with up to EXPORT_MORE additional values, whose names are in the header. */
enum { EXPORT_MORE = 11 };
void export_begin_with(struct record_writer *writer, FILE *stream, const struct record_style *style,
                       const struct record_value *more, size_t count);
void export_recording_with(struct record_writer *writer, const struct recording *recording,
                           const struct record_value *more, size_t count);

#endif
