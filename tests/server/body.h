/* The body of an answer, read in pieces as the client takes it. */
#ifndef TESTS_SERVER_BODY_H
#define TESTS_SERVER_BODY_H

#include "tests/server/text.h"

#include <stddef.h>
#include <stdint.h>

/* The start of every kind of body. `read` fills up to `room` bytes and returns 0 only at the end. */
struct body {
    size_t (*read)(struct body *body, char *out, size_t room);
    void (*release)(struct body *body);
    int64_t length; /* -1: not known */
    size_t rows;    /* recordings of which the last byte was read */
};

/* Takes what the text holds and leaves it empty. */
struct body *body_of_text(struct text *text);
struct body *body_of_string(const char *string);

/* Another body, with a text behind it. Owns the other body from now on. */
struct body *body_with_tail(struct body *body, const char *tail);

/* The same body, read to its end already, so that its length is known. */
struct body *body_measured(struct body *body);

void body_free(struct body **body);

#endif
