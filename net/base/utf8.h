/* Which bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
#ifndef NET_BASE_UTF8_H
#define NET_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#define UTF8_REPLACEMENT "\xef\xbf\xbd" /* U+FFFD, stands for one bad sequence */
#define UTF8_REPLACEMENT_SIZE (sizeof UTF8_REPLACEMENT - 1)

/* Length of the sequence at `text`, at least 1 for length > 0. *valid says whether it is well formed; if it
 * is not, the length is that of the part which one U+FFFD replaces (the longest beginning of a sequence). */
size_t utf8_sequence(const char *text, size_t length, bool *valid);

/* Whether a text has control characters of ASCII. */
bool utf8_has_controls(const char *text);

/* Copy of `text` in which each bad sequence is U+FFFD; the caller frees. NULL gives NULL. */
char *utf8_repaired(const char *text);

#endif
