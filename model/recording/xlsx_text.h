/* The text of the parts of a workbook, on its way into a ZIP archive: rows, and cells of three kinds. */
#ifndef MODEL_RECORDING_XLSX_TEXT_H
#define MODEL_RECORDING_XLSX_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { XLSX_BLOCK = 32 * 1024, XLSX_COLUMN_SIZE = 8, XLSX_ROW_SIZE = 12 };

struct zip_writer;

struct xlsx_text {
    struct zip_writer *zip; /* owned */
    size_t used;
    char row[XLSX_ROW_SIZE]; /* the number of the row that is being written */
    size_t row_length;
    char bytes[XLSX_BLOCK];
};

void xlsx_text_open(struct xlsx_text *text, FILE *stream);
void xlsx_text_entry(struct xlsx_text *text, const char *name); /* as zip_writer_entry */
void xlsx_text_put(struct xlsx_text *text, const char *bytes, size_t count);

/* Begins a row, and a cell of it: one of those below follows. */
void xlsx_text_row(struct xlsx_text *text, unsigned row);
void xlsx_text_cell(struct xlsx_text *text, size_t column, unsigned style);

/* Escaped: what XML cannot hold, and other control characters, as _x001B_ (ECMA-376 part 1, 22.9.2.19), bytes that are
 * no UTF-8 as U+FFFD. False if it has more than `most` units of UTF-16: the rest is left out. */
bool xlsx_text_string(struct xlsx_text *text, const char *string, size_t most);
void xlsx_text_number(struct xlsx_text *text, const char *digits);
void xlsx_text_time(struct xlsx_text *text, int64_t ticks); /* to a millisecond, which is what is shown */

void xlsx_text_finish(struct xlsx_text *text);
int xlsx_text_error(const struct xlsx_text *text);
void xlsx_text_close(struct xlsx_text *text);

/* "A" for 0, "AA" for 26. */
void xlsx_column_name(char name[XLSX_COLUMN_SIZE], size_t column);

#endif
