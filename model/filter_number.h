/* Blanks, words and telephone numbers in the text of a filter. Pure. */
#ifndef MODEL_FILTER_NUMBER_H
#define MODEL_FILTER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes at `text` are blanks of any kind, or one word. */
size_t filter_blanks(const char *text);
size_t filter_word(const char *text);

/* How many bytes at `text` are a quotation mark, as typewriters and as books have them, or a sign that leaves
 * out the word behind it; 0 if none is. */
size_t filter_quote(const char *text);
size_t filter_sign(const char *text);

/* How many bytes at `text` are a number with the blanks in it, 0 if none is. A plus begins another one. */
size_t filter_digits(const char *text);

/* How many bytes at `text` are a number behind a word that says so, "Tlf. 83 12", or the address of a
 * telephone, "sip:8312@host"; 0 if none is. *begin: where what telephone_read knows begins in it. */
size_t filter_named_number(const char *text, size_t *begin);

/* Whether so many digits stand in a text that somebody must have meant a number. */
bool filter_has_number(const char *text);

#endif
