/* Blanks, words and telephone numbers in the text of a filter. Pure. */
#ifndef MODEL_FILTER_FILTER_NUMBER_H
#define MODEL_FILTER_FILTER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* The length in bytes of the blanks (of any kind), or of the word, at the start of a text. */
size_t filter_blanks(const char *text);
size_t filter_word(const char *text);

/* The length in bytes of a quotation mark (unicode_is_quotation_mark), or of a sign that negates the word behind it,
 * at the start of a text; 0 if there is none. */
size_t filter_quote(const char *text);
size_t filter_sign(const char *text);

/* The length in bytes of a number, with blanks in it, at the start of a text; 0 if there is none. A word with a plus
 * starts another number. */
size_t filter_digits(const char *text);

/* The length in bytes of a labelled number, "Tlf. 83 12", or a telephone address, "sip:8312@host", at the start of a
 * text; 0 if there is none. *begin is the offset of the part for telephone_read. */
size_t filter_named_number(const char *text, size_t *begin);

/* Why a word that is not a valid number is no part of a name either, as a message: it must be meant as a number. NULL
 * if it may be a name. */
const char *filter_odd_word(const char *word);

/* The same for a value that may have digits: only wildcards in a number are reported. */
const char *filter_odd_text(const char *text);

/* Why the result of filter_digits is not one number, or an address has no number, as a message; NULL if there is no
 * error. */
const char *filter_odd_number(const char *text, size_t length);
const char *filter_odd_address(const char *text, size_t length);

/* Whether a quoted text is a complete telephone number, so that a caller may be meant. */
bool filter_is_number(const char *text);

#endif
