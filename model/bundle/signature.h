/* Signatures of the tag manifest, made and verified by running ssh-keygen (sshsig). Blocks. */
#ifndef MODEL_BUNDLE_SIGNATURE_H
#define MODEL_BUNDLE_SIGNATURE_H

#include "net/base/failure.h"

#include <stdbool.h>

#define SIGNATURE_NAMESPACE "tapedeck-bundle"

/* Signs a file; writes FILE.sig. `key` is the path of a private key without a passphrase, or of a private or public
 * key whose private key an ssh-agent has. False with *failure filled. */
bool signature_make(const char *file, const char *key, struct failure *failure);

enum signature_verdict {
    SIGNATURE_GOOD,
    SIGNATURE_BAD,     /* not a valid signature of this file */
    SIGNATURE_UNKNOWN, /* ssh-keygen could not be run */
};

/* Verifies the file `signature` of `file`. `key` is the type and fingerprint of the signing key as ssh-keygen
 * prints them; "" if it prints none. */
enum { SIGNATURE_KEY_SIZE = 300, SIGNATURE_KEYS_SIZE = 65536 };
enum signature_verdict signature_check(const char *file, const char *signature, char key[SIGNATURE_KEY_SIZE]);

/* Lists the fingerprints of the public keys in a file, for signature_is_of. False with *failure filled if it has
 * none. */
bool signature_read_keys(const char *file, char keys[SIGNATURE_KEYS_SIZE], struct failure *failure);
bool signature_is_of(const char *key, const char *keys);

#endif
