/* Splits a top-level JSON array into its elements as its bytes arrive. It checks strings, escapes and nesting (the
 * structure of RFC 8259) and leaves the content of an element to the decoder. */
#ifndef NET_API_FRAMER_H
#define NET_API_FRAMER_H

#include <stddef.h>
#include <stdint.h>

#define FRAMER_ELEMENT_LIMIT ((size_t)1 << 20)

struct framer;

enum framer_status {
    FRAMER_MORE,      /* nothing wrong so far; the array is not closed yet */
    FRAMER_CLOSED,    /* the array is closed; only white space may follow */
    FRAMER_NONE,      /* (finish only) null or an empty body: there are no elements */
    FRAMER_CUT,       /* (finish only) the bytes ended inside the array */
    FRAMER_NOT_ARRAY, /* it is not an array: HTML, an object, text */
    FRAMER_BROKEN,    /* the structure is invalid: a stray comma, unbalanced brackets */
    FRAMER_TOO_LARGE, /* an element is larger than FRAMER_ELEMENT_LIMIT */
    FRAMER_TRAILING,  /* data follow the closed array */
};

/* Receives one element of `length` bytes, not terminated, valid during the call only. */
typedef void framer_element(void *context, const char *text, size_t length);

struct framer *framer_new(framer_element *element, void *context);
void framer_free(struct framer **framer);

/* Parses the next bytes; blocks may be split anywhere. Elements that were complete before an error are delivered.
 * After an error every call returns the same status. */
enum framer_status framer_feed(struct framer *framer, const char *bytes, size_t length);

/* Elements delivered so far. */
uint64_t framer_count(const struct framer *framer);

/* The final status at the end of the input: FRAMER_CLOSED, FRAMER_NONE, FRAMER_CUT or the error. */
enum framer_status framer_finish(struct framer *framer);

/* Describes, by its first bytes, what came instead of an array: "an object with the field …", "a web page", "other
 * text". Escaped and translated; returns buffer. */
#define FRAMER_WHAT_SIZE 80
const char *framer_describe(char buffer[FRAMER_WHAT_SIZE], const char *bytes, size_t length);

/* A translated clause for messages: "ends in the middle of the list". */
const char *framer_status_text(enum framer_status status);

#endif
