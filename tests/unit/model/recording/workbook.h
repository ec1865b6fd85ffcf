/* Reads a workbook (XLSX) as a program that opens it does: the ZIP archive by its directory, the cells of its sheets with
 * what they are. Fails the test where something is not as it has to be. */
#ifndef TESTS_UNIT_MODEL_RECORDING_WORKBOOK_H
#define TESTS_UNIT_MODEL_RECORDING_WORKBOOK_H

#include <stddef.h>

struct workbook;

struct workbook *workbook_read(const char *bytes, size_t size); /* copied */
struct workbook *workbook_open(const char *path);
void workbook_free(struct workbook **workbook);

/* The text of a part, "xl/workbook.xml"; NULL if there is none. */
const char *workbook_part(const struct workbook *workbook, const char *name);

/* A cell, "B2" of sheet 1: its text without escapes, or its digits; the caller frees. NULL if it is empty. *kind is 's'
 * of a text, 'n' of a number, 't' of a time. */
char *workbook_cell(const struct workbook *workbook, unsigned sheet, const char *cell, char *kind);

/* The number of rows of a sheet, with the header. */
size_t workbook_rows(const struct workbook *workbook, unsigned sheet);

#endif
