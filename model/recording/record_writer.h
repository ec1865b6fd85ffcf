/* Records of named values written for other programs: a JSON array with a record on a line, the same lines
 * alone (JSONL), CSV (RFC 4180) with a header, or a workbook (XLSX). All data that leave the program as records are written
 * here, so that a value has the same shape in all of them. */
#ifndef MODEL_RECORDING_RECORD_WRITER_H
#define MODEL_RECORDING_RECORD_WRITER_H

#include "model/recording/record_value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct failure;
struct name_list;
struct xlsx_writer;

/* Plain: CSV with commas and points. */
struct record_style record_style_plain(enum record_format format);

/* Whether it can be written here. False with *failure filled: a library is missing. */
bool record_format_is_there(enum record_format format, struct failure *failure);

struct record_writer {
    FILE *stream; /* not owned */
    struct record_style style;
    struct xlsx_writer *xlsx; /* owned; of XLSX only */
    size_t written;
    int error; /* errno of the first write that failed, 0 if none did */
};

/* Begins with what stands before the first record; the names of `values` make the header. */
void record_begin(struct record_writer *writer, FILE *stream, const struct record_style *style,
                  const struct record_value *values, size_t count);

/* In JSON texts are valid UTF-8 with control characters escaped. In CSV they are as they came but for control
 * characters other than tab and line breaks, and bytes that are no UTF-8, which become U+FFFD: CSV cannot
 * escape them. With is_safe a ' is put before =, +, -, @, a tab or a line break at the beginning of a text and
 * behind any comma, semicolon, tab or line break in it, since a spreadsheet of another place parts cells
 * there. */
void record_write(struct record_writer *writer, const struct record_value *values, size_t count);

/* What the records are, for the formats that have a place for it, a sheet of its own: a name and a text in turn. */
void record_notes(struct record_writer *writer, const struct name_list *lines);

/* Texts that were longer than the format can hold, which end there: in XLSX (XLSX_MOST_UNITS). Before record_end. */
size_t record_cut(const struct record_writer *writer);

/* Returns false if anything could not be written (errno says why). */
bool record_end(struct record_writer *writer);

/* Instead: what was written is left as it is. */
void record_drop(struct record_writer *writer);

#endif
