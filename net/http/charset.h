/* Turns the body of an answer into UTF-8, a block at a time, where its Content-Type names another charset. */
#ifndef NET_HTTP_CHARSET_H
#define NET_HTTP_CHARSET_H

#include <stddef.h>

struct charset;

enum { CHARSET_NAME_SIZE = 40 };

/* For a body with that Content-Type (or NULL). NULL if it is UTF-8, or taken for it: where nothing is named,
 * or what this system does not know, of which `unknown` is the name (else ""). */
struct charset *charset_new(const char *content_type, char unknown[CHARSET_NAME_SIZE]);
void charset_free(struct charset **charset);

/* The next block in UTF-8, *length bytes of it, valid until the next call. A character that is cut at the end
 * comes with the next block; what is none becomes U+FFFD. */
const char *charset_convert(struct charset *charset, const char *bytes, size_t *length);

#endif
