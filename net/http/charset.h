/* Converts a response body to UTF-8, block by block, if its Content-Type names another charset. */
#ifndef NET_HTTP_CHARSET_H
#define NET_HTTP_CHARSET_H

#include <stddef.h>

struct charset;

enum { CHARSET_NAME_SIZE = 40 };

/* A converter for a body with that Content-Type (or NULL). NULL if the body is UTF-8 or is treated as such, because
 * no charset is named or this system does not know it; the name of an unknown one is in `unknown` (else ""). */
struct charset *charset_new(const char *content_type, char unknown[CHARSET_NAME_SIZE]);
void charset_free(struct charset **charset);

/* Converts the next block of *length bytes. Returns UTF-8 of *length bytes, valid until the next call. A character
 * that is cut at the end of the block comes with the next one; an invalid one becomes U+FFFD. */
const char *charset_convert(struct charset *charset, const char *bytes, size_t *length);

#endif
