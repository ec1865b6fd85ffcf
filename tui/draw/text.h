/* Text on its way to the terminal: what comes from a server is data, so nothing in it may move the cursor,
 * change colours or reverse the reading order; and widths are columns of the terminal, not bytes. */
#ifndef TUI_DRAW_TEXT_H
#define TUI_DRAW_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_NUMBER_SIZE 32

/* True if the locale's encoding can show any character (UTF-8). Otherwise everything here speaks ASCII. */
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

/* Copies text as text_next gives it, in UTF-8, whole characters only; "…" at the end if size did not suffice.
 * NULL counts as "". Returns buffer. */
const char *text_escape(char *buffer, size_t size, const char *text);

/* text_escape into memory that suffices; the caller frees. */
char *text_escaped(const char *text);

/* As text_escape, cut to at most `columns` columns with "…" as the last of them when something was cut. */
const char *text_fit(char *buffer, size_t size, const char *text, unsigned columns);

/* How many bytes of text make its next line of at most `columns` columns, broken at the last blank where
 * there is one. *skip is what to leave out behind it (the blanks of the break). 0 only at the end. */
size_t text_line(const char *text, unsigned columns, size_t *skip);

/* Bars that stand in the lower part of a cell, from none (0) to all of it (TEXT_BARS). */
enum { TEXT_BARS = 8 };
const char *text_bar(unsigned eighths);

/* "1,234,567" */
const char *text_number(char buffer[TEXT_NUMBER_SIZE], uint64_t number);

/* "1.2", with the comma of those who write it so. */
const char *text_decimal(char buffer[TEXT_NUMBER_SIZE], double number);

/* "640 bytes", "1.2 kB", "28 MB", "3.4 GB" */
const char *text_bytes(char buffer[TEXT_NUMBER_SIZE], uint64_t bytes);

/* Prints behind the string that buffer holds, as far as `size` bytes reach. */
void text_append(char *buffer, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The text in the place of the only "%s" of `form`, a sentence from a table. Returns buffer. */
const char *text_form(char *buffer, size_t size, const char *form, const char *text);

/* Likewise a number. */
const char *text_form_number(char *buffer, size_t size, const char *form, uint64_t number);

/* The same in the one or the other form, by tr_count: "%s agent", "%s agents". Returns buffer. */
const char *text_count(char *buffer, size_t size, uint64_t number, const char *one, const char *many);

#endif
