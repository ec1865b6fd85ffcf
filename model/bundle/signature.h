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
    SIGNATURE_BAD,      /* it is not of this file, or none */
    SIGNATURE_STRANGER, /* it is good, but of another key than `signer` */
    SIGNATURE_UNKNOWN,  /* ssh-keygen could not be run, or the signer's file not be read */
};

/* Looks at SIGNATURE of FILE. `signer` is the file of a public key, NULL: any will do. `key` is what ssh-keygen says of the
 * key that has signed, its kind and fingerprint; "" if it says nothing. */
enum { SIGNATURE_KEY_SIZE = 300 };
enum signature_verdict signature_check(const char *file, const char *signature, const char *signer,
                                       char key[SIGNATURE_KEY_SIZE]);

#endif
