/* libcrypto of OpenSSL, loaded with dlopen for the first hash. Include this instead of its own headers; the program
 * is not linked against it. */
#ifndef MODEL_AUDIT_CRYPTO_LIBRARY_H
#define MODEL_AUDIT_CRYPTO_LIBRARY_H

#include "net/base/failure.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

/* The functions that are used. */
#define CRYPTO_LIBRARY_FUNCTIONS(each)                                                                       \
    each(EVP_Digest) each(EVP_sha256) each(HMAC) each(EVP_sha512) each(EVP_MD_CTX_new) each(EVP_MD_CTX_free) \
        each(EVP_DigestInit_ex) each(EVP_DigestUpdate) each(EVP_DigestFinal_ex)

#define CRYPTO_LIBRARY_MEMBER(name) __typeof__(name) *(name);

struct crypto_library {
    CRYPTO_LIBRARY_FUNCTIONS(CRYPTO_LIBRARY_MEMBER)
};

/* Thread-safe. NULL with *failure filled if it cannot be loaded. */
const struct crypto_library *crypto_library(struct failure *failure);

#endif
