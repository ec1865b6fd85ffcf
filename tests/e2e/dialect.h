/*
 * The part of the terminal's language that the emulator lacks: it has no faint text. On their way into it, SGR 2 becomes
 * alternative font 8, which no program uses, and SGR 22 also gives the primary font back.
 */
#ifndef TESTS_E2E_DIALECT_H
#define TESTS_E2E_DIALECT_H

#include <stddef.h>

#include "tests/e2e/buffer.h"

enum { DIALECT_FAINT_FONT = 8 };

/* What is kept between two pieces of output; starts as all zeroes. */
struct dialect {
    char pending[256]; /* a control sequence as far as it has come */
    size_t length;
};

/* Appends the translation of `length` bytes to `translated`. A sequence cut at the end is held back for the next call. */
void dialect_translate(struct dialect *dialect, const char *bytes, size_t length, struct buffer *translated);

#endif
