/* Decoding of UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF) and character classes,
 * independent of the locale. Pure. */
#ifndef NET_BASE_UNICODE_H
#define NET_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNICODE_NONE UINT32_MAX /* in place of a character: bytes that are not UTF-8 */

/* unicode_read for all but ASCII, which it decodes inline. */
size_t unicode_read_long(const char *text, size_t length, uint32_t *character);

/* Decodes the character at `text`, which has `length` bytes. Returns the bytes consumed: at least 1 unless length
 * is 0. An invalid sequence gives UNICODE_NONE and consumes the bytes that one U+FFFD replaces (its maximal
 * subpart). */
static inline size_t unicode_read(const char *text, size_t length, uint32_t *character)
{
    if (length == 0 || (unsigned char)*text >= 0x80)
        return unicode_read_long(text, length, character);
    *character = (unsigned char)*text;
    return 1;
}

/* Encodes a valid character. Returns the number of bytes. */
size_t unicode_write(char bytes[4], uint32_t character);

/* White space of any kind, and invisible separators. */
bool unicode_is_blank(uint32_t character);

/* Any hyphen, dash or minus. */
bool unicode_is_dash(uint32_t character);

/* A double quotation mark, as typewriters or as books have it. */
bool unicode_is_quotation_mark(uint32_t character);

/* The value of a digit, in ASCII or full width; -1 for another character. */
static inline int unicode_digit(uint32_t character)
{
    const uint32_t full_width_zero = 0xff10;
    if (character >= full_width_zero)
        character -= full_width_zero - '0';
    return character >= '0' && character <= '9' ? (int)(character - '0') : -1;
}

/* C0, DEL or C1. */
bool unicode_is_control(uint32_t character);

/* Visible as itself: no control, no line break, no direction mark, nothing invisible. */
bool unicode_is_printable(uint32_t character);

/* A letter or digit. Outside ASCII everything counts that is no white space, dash or character of the punctuation
 * blocks. */
bool unicode_is_alphanumeric(uint32_t character);

#endif
