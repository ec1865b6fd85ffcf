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

/* Whether the format is available. False with *failure filled if a library is missing. */
bool record_format_is_there(enum record_format format, struct failure *failure);

struct record_writer {
    FILE *stream; /* not owned */
    struct record_style style;
    struct xlsx_writer *xlsx; /* owned; of XLSX only */
    size_t written;
    int error; /* errno of the first write that failed, 0 if none did */
};

/* Starts the output; the names of `values` make the header. */
void record_begin(struct record_writer *writer, FILE *stream, const struct record_style *style,
                  const struct record_value *values, size_t count);

/* Writes a record. In JSON texts are valid UTF-8 with escaped control characters. In CSV, which cannot escape them,
 * control characters other than tab and line breaks, and invalid UTF-8, become U+FFFD. With is_safe a ' is inserted
 * before =, +, -, @, tab or line break at the start of a text and after each comma, semicolon, tab or line break in
 * it, since spreadsheets of another locale split cells there. */
void record_write(struct record_writer *writer, const struct record_value *values, size_t count);

/* Describes the records on a sheet of its own, in formats that have one: names and texts in turn. */
void record_notes(struct record_writer *writer, const struct name_list *lines);

/* The number of texts truncated to the format's limit, in XLSX XLSX_MOST_UNITS. Call before record_end. */
size_t record_cut(const struct record_writer *writer);

/* Finishes the output. False with errno set if anything could not be written. */
bool record_end(struct record_writer *writer);

/* Frees the writer without finishing the output. */
void record_drop(struct record_writer *writer);

#endif
