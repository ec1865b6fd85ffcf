/* Frames a top-level JSON array as its bytes arrive: hands out each complete element without
 * waiting for the end. It understands strings, escapes and nesting (RFC 8259 structure) and leaves
 * the contents of an element to the decoder. */
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
    FRAMER_NOT_ARRAY, /* the first thing is not an array: HTML, an object, text */
    FRAMER_BROKEN,    /* the structure is not JSON's: a stray comma, unbalanced brackets */
    FRAMER_TOO_LARGE, /* an element is larger than FRAMER_ELEMENT_LIMIT */
    FRAMER_TRAILING,  /* something follows the closed array */
};

/* `text` is one element, not terminated, valid during the call only. */
typedef void framer_element(void *context, const char *text, size_t length);

struct framer *framer_new(framer_element *element, void *context);
void framer_free(struct framer **framer);

/* Takes the next bytes, wherever they are split. Elements that were complete before a fault have
 * been handed out when it is reported. After a fault the same status is returned for ever. */
enum framer_status framer_feed(struct framer *framer, const char *bytes, size_t length);

/* Elements handed out so far. */
uint64_t framer_count(const struct framer *framer);

/* Says how the answer stands now that no more bytes come: FRAMER_CLOSED, FRAMER_NONE, FRAMER_CUT
 * or the fault. */
enum framer_status framer_finish(struct framer *framer);

/* What came where an array was expected, by its first bytes: an object with the field "value", a web page,
 * other text. Escaped; returns buffer. */
#define FRAMER_WHAT_SIZE 80
const char *framer_describe(char buffer[FRAMER_WHAT_SIZE], const char *bytes, size_t length);

/* One clause for people: "ends in the middle of the list", …  */
const char *framer_status_text(enum framer_status status);

#endif
