/* The FNV-1a hash of 64 bits. Not cryptographic. Pure. */
#ifndef NET_BASE_HASH_H
#define NET_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_BEGIN UINT64_C(14695981039346656037)

/* Continues a hash with further bytes; the first call takes HASH_BEGIN. */
static inline uint64_t hash_on(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * UINT64_C(1099511628211);
    return hash;
}

#endif
