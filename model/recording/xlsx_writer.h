/* Records as a workbook (Office Open XML, ECMA-376): texts as texts, whatever they look like, numbers as numbers, times
 * as times. Written from its beginning to its end with little memory and nothing beside it; libxlsxwriter, which
 * first writes a file of a gigabyte for a million rows, takes three times as long. */
#ifndef MODEL_RECORDING_XLSX_WRITER_H
#define MODEL_RECORDING_XLSX_WRITER_H

#include "model/recording/record_value.h"

#include <stddef.h>
#include <stdio.h>

struct xlsx_writer;

enum {
    XLSX_MOST_ROWS =
        1048576, /* of a sheet, with its header; what comes then is on another with a header of its own */
    XLSX_MOST_UNITS = 32767, /* of a text, in UTF-16 */
};

/* The names of `values`, which outlive the writer, make the header. */
struct xlsx_writer *xlsx_writer_open(FILE *stream, const struct record_value *values, size_t count);

void xlsx_writer_add(struct xlsx_writer *xlsx, const struct record_value *values, size_t count);

/* A line of the last sheet, which says what the others hold. */
void xlsx_writer_note(struct xlsx_writer *xlsx, const char *name, const char *text);

/* Texts that were longer than a cell can be, and cut. */
size_t xlsx_writer_cut(const struct xlsx_writer *xlsx);

void xlsx_writer_finish(struct xlsx_writer *xlsx);
int xlsx_writer_error(const struct xlsx_writer *xlsx); /* as of zip_writer_error */
void xlsx_writer_free(struct xlsx_writer **xlsx);

#endif
