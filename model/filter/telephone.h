/* Telephone numbers as people, exchanges and telephones write them, and where one that is wanted stands in
 * another. This is the one place that says which digits of a text are a number: the search in memory, the
 * filter, what is marked of it and a caller's history all ask here.
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
    size_t begin;          /* the bytes of the text that are the number, [begin, end), with the signs in it */
    size_t end;
    size_t count; /* of digits; further ones are left out */
    size_t bare_count;
    char digits[TELEPHONE_SIZE];
    char bare[TELEPHONE_SIZE];     /* the digits without 00 and without a zero in brackets */
    uint8_t place[TELEPHONE_SIZE]; /* where each of `bare` stands among the digits */
};

/* Reads the digits of a text, whatever stands between them; there may be none. */
void telephone_read(struct telephone *telephone, const char *text, size_t length);

/* How many bytes at `text` are the name of an address's scheme with its colon, "sip:", "sips:" or "tel:", in
 * any case; 0 if none stands there. */
size_t telephone_scheme(const char *text, size_t length);

/* How many bytes at `text` are a sign or digit of which numbers are written, blanks not included; 0 for
 * another character. *is_digit may be NULL. */
size_t telephone_sign(const char *text, size_t length, bool *is_digit);

/* Where the digit of that index, from 0 on, stands in the text that was read: its first byte, and behind it.
 */
size_t telephone_digit_begin(const struct telephone *telephone, const char *text, size_t index);
size_t telephone_digit_end(const struct telephone *telephone, const char *text, size_t index);

/* How many bytes at the beginning of the text that was read are what a caller is called: all of a text without a
 * number, what stands before an address, a text in which letters stand beside the number. 0 for none. */
size_t telephone_name(const struct telephone *telephone, const char *text);

/* Whether `sought`, which has digits, is a part of the number or, with its country, the whole of a number
 * that is known without. [*begin, *end) are the digits of `number` that it is. */
bool telephone_find(const struct telephone *wanted, const struct telephone *number, size_t *begin,
                    size_t *end);

/* Whether both are the same number, as telephone_find has it for a whole one: +45 83 12 34 56, 0045 83123456
 * and 83123456 are, +45 83123456 and +46 83123456 are not. Numbers without digits are the same as no other.
 */
bool telephone_is_same(const struct telephone *a, const struct telephone *b);

#endif
