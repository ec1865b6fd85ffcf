/* Case folding for comparison, independent of the locale. Pure. */
#ifndef NET_BASE_LETTER_CASE_H
#define NET_BASE_LETTER_CASE_H

#include <stddef.h>
#include <stdint.h>

/* ASCII lower case; other bytes are unchanged. */
static inline char letter_case_ascii(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

/* The case-folded form of a code point, usually the lower-case letter. */
uint32_t letter_case_fold(uint32_t character);

/* Decodes one letter with any combining marks after it, as unicode_read decodes one character, composes and
 * case-folds it: precomposed and decomposed spellings give the same character. Returns the bytes consumed. */
size_t letter_case_read(const char *text, size_t length, uint32_t *folded);

#endif
