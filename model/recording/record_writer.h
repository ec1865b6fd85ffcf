/* Records of named values written for other programs: a JSON array with a record on a line, the same lines
 * alone (JSONL), or CSV (RFC 4180) with a header. All data that leave the program as records are written
 * here, so that a value has the same shape in all of them. */
#ifndef MODEL_RECORDING_RECORD_WRITER_H
#define MODEL_RECORDING_RECORD_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum record_format { RECORD_JSON, RECORD_JSONL, RECORD_CSV };

struct record_style {
    enum record_format format;
    char separator; /* and below: of CSV */
    char decimal;   /* of numbers */
    bool has_mark;  /* begins with a byte order mark, by which spreadsheets know UTF-8 */
    bool is_local;  /* times are local, without their zone, in columns that are called so */
    bool is_safe;   /* what a spreadsheet may take for a formula has a ' before it */
};

/* Plain: CSV with commas and points. */
struct record_style record_style_plain(enum record_format format);

/* One value: a text, or a number or time as it is to be written. Absent, null in JSON and empty in CSV, if it
 * has neither. */
struct record_value {
    const char *name;
    const char *text;
    const char *plain;
    bool is_quoted; /* plain is a string in JSON, and no number */
};

struct record_writer {
    FILE *stream; /* not owned */
    struct record_style style;
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

/* Returns false if anything could not be written (errno says why). */
bool record_end(struct record_writer *writer);

#endif
