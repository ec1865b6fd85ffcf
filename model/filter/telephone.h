/* Parses telephone numbers as people, exchanges and telephones write them, and finds one in another. This is the only
 * place that decides which digits of a text are a number: the search in memory, the filter, highlighting and callers'
 * histories use it.
 *
 * "+" and "00" begin a number with its country; a zero in brackets behind other digits, +44 (0)20, and one
 * that begins a number without its country, 020, are dialled only within the country. Any blanks and dashes
 * may stand between digits; full-width digits are digits. Of addresses of telephones (RFC 3261, RFC 3966), as
 * sip:83123456@10.0.0.7:5060;user=phone and tel:+45-8312;ext=9, only the part before "@", ";" or ":" is the
 * number; if that has letters, as sip:ida2@host, or there is none, as sip:10.0.0.7:5060, there is no number.
 * Pure. */
#ifndef MODEL_FILTER_TELEPHONE_H
#define MODEL_FILTER_TELEPHONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TELEPHONE_SIZE 256

struct telephone {
    bool has_plus;
    bool is_international; /* begins with + or 00 */
    size_t begin;          /* the part of the text with the number and its signs: bytes [begin, end) */
    size_t end;
    size_t count; /* number of digits; those that do not fit are dropped */
    size_t bare_count;
    char digits[TELEPHONE_SIZE];
    char bare[TELEPHONE_SIZE];     /* the digits without 00 and without a zero in brackets */
    uint8_t place[TELEPHONE_SIZE]; /* index in `digits` of each of `bare` */
};

/* Parses a text, which need not have a number. */
void telephone_read(struct telephone *telephone, const char *text, size_t length);

/* The length in bytes of a scheme, "sip:", "sips:" or "tel:" in any case, that a text starts with; 0 for none. */
size_t telephone_scheme(const char *text, size_t length);

/* The length in bytes of a digit, or a sign that may stand in a number (no blank), at the start of a text; 0 for
 * another character. is_digit may be NULL. */
size_t telephone_sign(const char *text, size_t length, bool *is_digit);

/* The offsets in the parsed text of the first byte of the digit with that index, and behind the digit. */
size_t telephone_digit_begin(const struct telephone *telephone, const char *text, size_t index);
size_t telephone_digit_end(const struct telephone *telephone, const char *text, size_t index);

/* The length in bytes of the caller's name at the start of the parsed text: all of a text without a number, or with
 * letters beside the number; what precedes an address. 0 if there is no name. */
size_t telephone_name(const struct telephone *telephone, const char *text);

/* Whether `wanted`, which has digits, is a part of `number`, whether or not both have the country code or the trunk
 * zero. [*begin, *end) are the indices of the matching digits of `number`. */
bool telephone_find(const struct telephone *wanted, const struct telephone *number, size_t *begin,
                    size_t *end);

/* Whether both are the same number: +45 83 12 34 56, 0045 83123456 and 83123456 are, +45 83123456 and +46 83123456
 * are not. A text without digits is the same as no other. */
bool telephone_is_same(const struct telephone *a, const struct telephone *b);

#endif
