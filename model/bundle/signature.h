/* Signatures of the tag manifest by ssh-keygen (sshsig), as a program of its own. Blocks. */
#ifndef MODEL_BUNDLE_SIGNATURE_H
#define MODEL_BUNDLE_SIGNATURE_H

#include "net/base/failure.h"

#include <stdbool.h>

#define SIGNATURE_NAMESPACE "tapedeck-bundle"

/* Signs a file with a key: FILE.sig is there then. The key is a private one without a passphrase, or one, or its
 * public half, that an agent has. False with *failure filled. */
bool signature_make(const char *file, const char *key, struct failure *failure);

enum signature_verdict {
    SIGNATURE_GOOD,
    SIGNATURE_BAD,     /* it is not of this file, or none */
    SIGNATURE_UNKNOWN, /* ssh-keygen could not be run */
};

/* Looks at SIGNATURE of FILE. `key` is what ssh-keygen says of the key that has signed, its kind and fingerprint; "" if it
 * says nothing. */
enum { SIGNATURE_KEY_SIZE = 300, SIGNATURE_KEYS_SIZE = 65536 };
enum signature_verdict signature_check(const char *file, const char *signature, char key[SIGNATURE_KEY_SIZE]);

/* What ssh-keygen says of the public keys in a file, for signature_is_of. False with *failure filled if there is none. */
bool signature_read_keys(const char *file, char keys[SIGNATURE_KEYS_SIZE], struct failure *failure);
bool signature_is_of(const char *key, const char *keys);

#endif
