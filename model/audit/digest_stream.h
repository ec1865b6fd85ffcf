/* SHA-512 (FIPS 180-4) of bytes that come bit by bit, as 128 hexadecimal digits. In any thread. */
#ifndef MODEL_AUDIT_DIGEST_STREAM_H
#define MODEL_AUDIT_DIGEST_STREAM_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct digest_stream;

enum { DIGEST_LONG_TEXT = 129 };

/* NULL with *failure filled where OpenSSL is not there. */
struct digest_stream *digest_stream_new(struct failure *failure);
void digest_stream_add(struct digest_stream *stream, const void *bytes, size_t length);

/* Of all that was added; frees the stream. False with *failure filled. */
bool digest_stream_end(struct digest_stream **stream, char text[DIGEST_LONG_TEXT], struct failure *failure);
void digest_stream_free(struct digest_stream **stream);

#endif
