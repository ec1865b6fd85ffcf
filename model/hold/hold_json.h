/* A hold as a record: the recording as in an export, and the hold itself. Stored as a line of JSON. */
#ifndef MODEL_HOLD_HOLD_JSON_H
#define MODEL_HOLD_HOLD_JSON_H

#include "model/hold/hold_table.h"
#include "model/recording/record_writer.h"

/* hold_json_begin starts the output (with the header in CSV), hold_json_write adds one hold. */
void hold_json_begin(struct record_writer *writer, FILE *stream, const struct record_style *style);
void hold_json_write(struct record_writer *writer, const struct hold *hold);

/* Appends the hold in a line of JSON to the table; hold->audio is the file name only. False if it is not one. */
bool hold_json_read(struct hold_table *table, const char *text, size_t length);

#endif
