/* Validation and repair of UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
#ifndef NET_BASE_UTF8_H
#define NET_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#define UTF8_REPLACEMENT "\xef\xbf\xbd" /* U+FFFD, replaces one invalid sequence */
#define UTF8_REPLACEMENT_SIZE (sizeof UTF8_REPLACEMENT - 1)

/* The length of the sequence at `text` in bytes, at least 1 unless length is 0. *valid says whether it is well
 * formed; otherwise the length is that of the maximal subpart, which one U+FFFD replaces. */
size_t utf8_sequence(const char *text, size_t length, bool *valid);

/* Whether a text contains ASCII control characters. */
bool utf8_has_controls(const char *text);

/* A copy of `text` with each invalid sequence replaced by U+FFFD; the caller frees. NULL gives NULL. */
char *utf8_repaired(const char *text);

#endif
