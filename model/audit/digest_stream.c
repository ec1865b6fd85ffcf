#include "model/audit/digest_stream.h"

#include "model/audit/crypto_library.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>

enum { BYTES = (DIGEST_LONG_TEXT - 1) / 2 };

struct digest_stream {
    const struct crypto_library *library;
    EVP_MD_CTX *state;
    bool is_good;
};

struct digest_stream *digest_stream_new(struct failure *failure)
{
    const struct crypto_library *library = crypto_library(failure);
    if (!library)
        return NULL;
    struct digest_stream *stream = memory_new(sizeof *stream);
    stream->library = library;
    stream->state = library->EVP_MD_CTX_new();
    stream->is_good =
        stream->state && library->EVP_DigestInit_ex(stream->state, library->EVP_sha512(), NULL) == 1;
    return stream;
}

void digest_stream_add(struct digest_stream *stream, const void *bytes, size_t length)
{
    stream->is_good = stream->is_good && stream->library->EVP_DigestUpdate(stream->state, bytes, length) == 1;
}

void digest_stream_free(struct digest_stream **stream)
{
    if (!*stream)
        return;
    (*stream)->library->EVP_MD_CTX_free((*stream)->state);
    free(*stream);
    *stream = NULL;
}

bool digest_stream_end(struct digest_stream **stream, char text[DIGEST_LONG_TEXT], struct failure *failure)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    const struct digest_stream *ended = *stream;
    bool is_good = ended->is_good && ended->library->EVP_DigestFinal_ex(ended->state, digest, &size) == 1 &&
                   size == BYTES;
    if (!is_good)
        failure_set(failure, FAILURE_DISK, tr("check the installation of OpenSSL"),
                    tr("OpenSSL computes no SHA-512"));
    for (size_t i = 0; is_good && i < BYTES; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    digest_stream_free(stream);
    return is_good;
}
