/* Recordings as records for other programs: the API's field names plus DurationSeconds (exact, absent where
 * there is no length). To be ended with record_end. */
#ifndef MODEL_RECORDING_EXPORT_H
#define MODEL_RECORDING_EXPORT_H

#include "model/recording/record_writer.h"
#include "model/recording/recording.h"

void export_begin(struct record_writer *writer, FILE *stream, const struct record_style *style);
void export_recording(struct record_writer *writer, const struct recording *recording);

#endif
