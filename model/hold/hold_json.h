/* A recording on hold as a line of JSON: what is known of it, as in an export, and the hold. */
#ifndef MODEL_HOLD_HOLD_JSON_H
#define MODEL_HOLD_HOLD_JSON_H

#include "model/hold/hold_table.h"
#include "model/recording/record_writer.h"

/* To a stream that record_begin has begun; in CSV with a header of hold_json_begin. */
void hold_json_begin(struct record_writer *writer, FILE *stream, const struct record_style *style);
void hold_json_write(struct record_writer *writer, const struct hold *hold);

/* Adds what a line says to the table; of its audio the name without a folder. False if it is none of hold_json_write. */
bool hold_json_read(struct hold_table *table, const char *text, size_t length);

#endif
