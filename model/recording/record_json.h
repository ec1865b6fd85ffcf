/* A record as a JSON object on one line. */
#ifndef MODEL_RECORDING_RECORD_JSON_H
#define MODEL_RECORDING_RECORD_JSON_H

#include "model/recording/record_value.h"

#include <stddef.h>
#include <stdio.h>

void record_json_put(FILE *stream, const struct record_value *values, size_t count);

#endif
