/* SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) as 64 hexadecimal digits. Thread-safe. */
#ifndef MODEL_AUDIT_DIGEST_H
#define MODEL_AUDIT_DIGEST_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_BYTES = 32, DIGEST_TEXT = 2 * DIGEST_BYTES + 1 };

/* False with *failure filled if OpenSSL cannot be loaded. */
bool digest_sha256(char text[DIGEST_TEXT], const void *bytes, size_t length, struct failure *failure);
bool digest_hmac(char text[DIGEST_TEXT], const unsigned char key[DIGEST_BYTES], const char *words,
                 struct failure *failure);

#endif
