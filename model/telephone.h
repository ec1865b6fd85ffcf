/* Telephone numbers as people and exchanges write them, and where one that is sought stands in another. "+"
 * and "00" begin a number with its country; a zero in brackets behind other digits, +44 (0)20, and one that
 * begins a number without its country, 020, are dialled only within the country. Pure. */
#ifndef MODEL_TELEPHONE_H
#define MODEL_TELEPHONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TELEPHONE_SIZE 256

struct telephone {
    bool has_plus;
    bool is_international; /* begins with + or 00 */
    size_t count;          /* of digits; further ones are left out */
    size_t bare_count;
    char digits[TELEPHONE_SIZE];
    char bare[TELEPHONE_SIZE];     /* the digits without 00 and without a zero in brackets */
    uint8_t place[TELEPHONE_SIZE]; /* where each of `bare` stands among the digits */
};

/* Reads the digits of a text, whatever stands between them; there may be none. */
void telephone_read(struct telephone *telephone, const char *text, size_t length);

/* Whether `sought`, which has digits, is a part of the number or, with its country, the whole of a number
 * that is known without. [*begin, *end) are the digits of `number` that it is. */
bool telephone_find(const struct telephone *sought, const struct telephone *number, size_t *begin,
                    size_t *end);

#endif
