/* Letters without their case, whatever the locale, for comparing. Pure. */
#ifndef NET_BASE_LETTER_CASE_H
#define NET_BASE_LETTER_CASE_H

#include <stddef.h>
#include <stdint.h>

/* The small letter of an ASCII letter; anything else as it is. */
static inline char letter_case_ascii(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

/* The character that stands for a code point and its other case: a small letter, most times. */
uint32_t letter_case_fold(uint32_t character);

/* Reads a letter with the marks behind it, as unicode_read does, and folds it: however a letter is written,
 * as one character or as several, it is the same one here. */
size_t letter_case_read(const char *text, size_t length, uint32_t *folded);

#endif
