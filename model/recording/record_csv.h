/* A record as a row of CSV (RFC 4180). */
#ifndef MODEL_RECORDING_RECORD_CSV_H
#define MODEL_RECORDING_RECORD_CSV_H

#include "model/recording/record_value.h"

#include <stddef.h>
#include <stdio.h>

void record_csv_put_names(FILE *stream, const struct record_style *style, const struct record_value *values,
                          size_t count);
void record_csv_put(FILE *stream, const struct record_style *style, const struct record_value *values,
                    size_t count);

#endif
