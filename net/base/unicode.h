/* Characters of UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF) and what kind they
 * are, whatever the locale. Pure. */
#ifndef NET_BASE_UNICODE_H
#define NET_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNICODE_NONE UINT32_MAX /* stands for bytes that are no character */

/* As unicode_read, which reads those of one byte by itself: most of them. */
size_t unicode_read_long(const char *text, size_t length, uint32_t *character);

/* Reads the character at `text`, of which there are `length` bytes. Returns how many it takes, at least 1 for
 * length > 0. Bytes that are none count as those that one U+FFFD replaces (the longest beginning of a
 * sequence). */
static inline size_t unicode_read(const char *text, size_t length, uint32_t *character)
{
    if (length == 0 || (unsigned char)*text >= 0x80)
        return unicode_read_long(text, length, character);
    *character = (unsigned char)*text;
    return 1;
}

/* Writes a character, which unicode_read would read. Returns how many bytes. */
size_t unicode_write(char bytes[4], uint32_t character);

/* Any blank: of ASCII, no-break, thin and so on; also what only parts words and shows nothing. */
bool unicode_is_blank(uint32_t character);

/* Any hyphen, dash or minus. */
bool unicode_is_dash(uint32_t character);

/* Of C0 or C1, with DEL. */
bool unicode_is_control(uint32_t character);

/* What shows as itself in a message: no control, no line break, nothing that turns the direction of text or
 * is not seen. */
bool unicode_is_printable(uint32_t character);

/* A letter or digit. Of those that are not ASCII all are taken for letters that are no blanks, dashes or
 * signs of the blocks of punctuation. */
bool unicode_is_alphanumeric(uint32_t character);

#endif
