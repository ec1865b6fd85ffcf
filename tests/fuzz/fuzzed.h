/* What the fuzzers share. */
#ifndef TESTS_FUZZ_FUZZED_H
#define TESTS_FUZZ_FUZZED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static inline void check(bool holds)
{
    if (!holds)
        abort();
}

/* The path of a file in memory that holds this until the next call. */
const char *file_of(const void *data, size_t size);

#endif
