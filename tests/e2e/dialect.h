/*
 * What stands between a program's output and the emulator, which has no faint text, loses a string that is
 * cut at certain places, and does not tell of pastes and copies. Here sequences are made whole, and SGR 2
 * becomes alternative font 8, which no program uses (and SGR 22 also gives the primary font back).
 */
#ifndef TESTS_E2E_DIALECT_H
#define TESTS_E2E_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/e2e/buffer.h"

enum { DIALECT_FAINT_FONT = 8 };

/* What is kept between two pieces of output; starts as all zeroes. */
struct dialect {
    struct buffer pending; /* a sequence as far as it has come */
    struct buffer copied;  /* what the program last put on the clipboard (OSC 52), decoded */
    bool paste;            /* the program asked for bracketed pastes */
};

/* Appends the translation of `length` bytes to `translated`. A sequence cut at the end is held back for the
 * next call. */
void dialect_translate(struct dialect *dialect, const char *bytes, size_t length, struct buffer *translated);

/* Frees what is kept. */
void dialect_clear(struct dialect *dialect);

#endif
