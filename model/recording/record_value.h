/* What records that leave the program are made of, and the shapes that they take. Plain data. */
#ifndef MODEL_RECORDING_RECORD_VALUE_H
#define MODEL_RECORDING_RECORD_VALUE_H

#include <stdbool.h>
#include <stdint.h>

enum record_format { RECORD_JSON, RECORD_JSONL, RECORD_CSV, RECORD_XLSX };

/* The columns that a time has. */
enum record_times { RECORD_UTC, RECORD_LOCAL, RECORD_UTC_AND_LOCAL };

struct record_style {
    enum record_format format;
    enum record_times times;
    char separator; /* and below: of CSV */
    char decimal;   /* of numbers */
    bool has_mark;  /* begins with a byte order mark, by which spreadsheets know UTF-8 */
    bool is_safe;   /* what a spreadsheet may take for a formula has a ' before it */
};

/* One value: a text, a number as it is to be written, or a time. Absent, null in JSON and empty in CSV, if it has none
 * of these. */
struct record_value {
    const char *name;
    const char *text;
    const char *plain;
    int64_t time;   /* in ticks; 0: it is none */
    bool is_quoted; /* plain is a string in JSON, and no number */
    bool is_local;  /* the time is written as local, without its zone, and has a name that says so */
    unsigned width; /* of its column in a workbook, in characters; 0: as wide as its name */
};

#endif
