#include "model/audit/digest.h"

#include "model/audit/crypto_library.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <string.h>

static bool write_digits(char text[DIGEST_TEXT], const unsigned char bytes[DIGEST_BYTES], bool done,
                         struct failure *failure)
{
    if (!done)
        failure_set(failure, FAILURE_DISK, tr("check the installation of OpenSSL"),
                    tr("OpenSSL computes no SHA-256"));
    for (size_t i = 0; done && i < DIGEST_BYTES; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return done;
}

bool digest_sha256(char text[DIGEST_TEXT], const void *bytes, size_t length, struct failure *failure)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    const struct crypto_library *library = crypto_library(failure);
    if (!library)
        return false;
    int done = library->EVP_Digest(bytes, length, digest, &size, library->EVP_sha256(), NULL);
    return write_digits(text, digest, done == 1 && size == DIGEST_BYTES, failure);
}

bool digest_hmac(char text[DIGEST_TEXT], const unsigned char key[DIGEST_BYTES], const char *words,
                 struct failure *failure)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    const struct crypto_library *library = crypto_library(failure);
    if (!library)
        return false;
    const void *done = library->HMAC(library->EVP_sha256(), key, DIGEST_BYTES, (const unsigned char *)words,
                                     strlen(words), digest, &size);
    return write_digits(text, digest, done != NULL && size == DIGEST_BYTES, failure);
}
