/* Blanks, words and telephone numbers in the text of a filter. Pure. */
#ifndef MODEL_FILTER_FILTER_NUMBER_H
#define MODEL_FILTER_FILTER_NUMBER_H

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

/* Why a word that is no number is not taken for a part of a name, as words for the user: somebody must have
 * meant a number. NULL if it may be a name. */
const char *filter_odd_word(const char *word);

/* The same of a text that may have any digits in it: only what has signs for "any characters" is told. */
const char *filter_odd_text(const char *text);

/* Why a number that filter_digits found is none, and the same of an address that has none; NULL if all is
 * well. */
const char *filter_odd_number(const char *text, size_t length);
const char *filter_odd_address(const char *text, size_t length);

/* Whether a text in quotes is a whole number, so that a caller's may be meant. */
bool filter_is_number(const char *text);

#endif
