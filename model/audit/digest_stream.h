/* Incremental SHA-512 (FIPS 180-4) as 128 hexadecimal digits. Usable on any one thread at a time. */
#ifndef MODEL_AUDIT_DIGEST_STREAM_H
#define MODEL_AUDIT_DIGEST_STREAM_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct digest_stream;

enum { DIGEST_LONG_TEXT = 129 };

/* NULL with *failure filled if OpenSSL cannot be loaded. */
struct digest_stream *digest_stream_new(struct failure *failure);
void digest_stream_add(struct digest_stream *stream, const void *bytes, size_t length);

/* Writes the digest and frees the stream in any case. False with *failure filled. */
bool digest_stream_end(struct digest_stream **stream, char text[DIGEST_LONG_TEXT], struct failure *failure);
void digest_stream_free(struct digest_stream **stream);

#endif
