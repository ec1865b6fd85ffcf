/* Text for the terminal. What comes from a server is escaped, so that nothing in it moves the cursor, changes colours
 * or reverses the reading order. Widths are columns of the terminal, not bytes. */
#ifndef TUI_DRAW_TEXT_H
#define TUI_DRAW_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_NUMBER_SIZE 32

/* True if the locale's encoding is UTF-8. Otherwise all text comes out as ASCII. */
bool text_is_unicode(void);

/* Takes the next character that may be shown from *text and moves *text behind it; 0 at the end. Controls
 * (C0, DEL, C1), bidirectional overrides, separators, unassigned code points and bytes that are no UTF-8 come
 * back as a visible replacement; joiners and variation selectors, on whose width terminals disagree, are left
 * out. In a locale without UTF-8 lines, dots and dashes come as their ASCII likeness and the rest as '?'. */
uint32_t text_next(const char **text);

/* Columns that a character from text_next takes: 0 (combining), 1 or 2. */
unsigned text_columns(uint32_t character);

/* Columns of a whole text as text_next gives it. */
unsigned text_width(const char *text);

/* Copies text as text_next gives it, in UTF-8 and in whole characters; ends in "…" if `size` bytes do not suffice.
 * NULL is taken for "". Returns buffer. */
const char *text_escape(char *buffer, size_t size, const char *text);

/* As text_escape, into memory that is large enough; the text is not NULL. The caller frees. */
char *text_escaped(const char *text);

/* As text_escape, cut to at most `columns` columns; if something was cut the last of them is "…". */
const char *text_fit(char *buffer, size_t size, const char *text, unsigned columns);

/* Bytes of the next line of a text that is wrapped at `columns` columns, at a blank where there is one. *skip is how
 * many bytes to leave out behind it (the blanks at the break). Returns 0 only at the end of the text. */
size_t text_line(const char *text, unsigned columns, size_t *skip);

/* Bars that stand in the lower part of a cell, from none (0) to all of it (TEXT_BARS). */
enum { TEXT_BARS = 8 };
const char *text_bar(unsigned eighths);

/* "1,234,567" */
const char *text_number(char buffer[TEXT_NUMBER_SIZE], uint64_t number);

/* "1.2", in Danish "1,2". */
const char *text_decimal(char buffer[TEXT_NUMBER_SIZE], double number);

/* "640 bytes", "1.2 kB", "28 MB", "3.4 GB" */
const char *text_bytes(char buffer[TEXT_NUMBER_SIZE], uint64_t bytes);

/* Prints behind the string that buffer holds, as many whole characters as fit its `size` bytes. */
void text_append(char *buffer, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Puts the text in the place of the only "%s" of `form`, which may come from a table. Returns buffer. */
const char *text_form(char *buffer, size_t size, const char *form, const char *text);

/* The same with a number as text_number writes it. */
const char *text_form_number(char *buffer, size_t size, const char *form, uint64_t number);

/* The same with the translation of `one` or `many` by the number, "%s agent" or "%s agents" (tr_count). Returns
 * buffer. */
const char *text_count(char *buffer, size_t size, uint64_t number, const char *one, const char *many);

#endif
