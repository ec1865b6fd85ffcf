#include "net/api/framer.h"

#include "net/base/failure.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum place {
    AT_START,     /* white space, "[" or "null" */
    IN_MARK,      /* inside a byte order mark */
    IN_NULL,      /* inside "null" */
    AFTER_NULL,   /* white space */
    AT_FIRST,     /* after "[": an element or "]" */
    AT_ELEMENT,   /* after ",": an element */
    IN_SCALAR,    /* a number or a literal as an element */
    IN_TEXT,      /* a string as an element */
    IN_NEST,      /* inside an object or array */
    IN_NEST_TEXT, /* inside a string of an object or array */
    AT_SEPARATOR, /* after an element: "," or "]" */
    AT_END,       /* after the closing "]": white space */
    AT_FAULT,
};

struct framer {
    framer_element *element;
    void *context;
    enum place place;
    enum framer_status fault;
    bool begun;       /* a first byte was seen: no byte order mark any more */
    bool escaped;     /* the next byte of the string is escaped */
    unsigned matched; /* bytes of the mark or of "null" seen */
    uint64_t count;   /* elements handed out */
    size_t depth;     /* open brackets of the element */
    char *closers;    /* the bracket that closes each of them; owned */
    size_t closers_capacity;
    char *carry; /* the part of the element that came in earlier blocks; owned */
    size_t carried;
    size_t carry_capacity;
    const char *start; /* of the element in this block: its beginning if nothing is carried */
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

enum {
    PLAIN = 0,
    SPACE = 1,
    OPENING = 2,
    CLOSING = 4,
    QUOTE = 8,
};

#define STRUCTURE (OPENING | CLOSING | QUOTE)

static const uint8_t classes[256] = {
    [' '] = SPACE,   ['\t'] = SPACE,  ['\n'] = SPACE,  ['\r'] = SPACE, ['{'] = OPENING,
    ['['] = OPENING, ['}'] = CLOSING, [']'] = CLOSING, ['"'] = QUOTE,
};

static uint8_t class_of(char byte)
{
    return classes[(unsigned char)byte];
}

/* May the byte begin a number or a literal? */
static bool is_scalar_head(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte == '-';
}

static bool is_scalar(char byte)
{
    return is_scalar_head(byte) || byte == '+' || byte == '.' || byte == 'E';
}

struct framer *framer_new(framer_element *element, void *context)
{
    struct framer *framer = memory_new(sizeof *framer);
    framer->element = element;
    framer->context = context;
    return framer;
}

void framer_free(struct framer **framer)
{
    if (!*framer)
        return;
    free((*framer)->closers);
    free((*framer)->carry);
    free(*framer);
    *framer = NULL;
}

/* `at` is the first byte that is not part of the element. */
static bool is_too_large(const struct framer *framer, const char *at)
{
    return framer->carried + (size_t)(at - framer->start) > FRAMER_ELEMENT_LIMIT;
}

/* Ends the framing at `at`, the byte that does not fit. Returns NULL. */
static const char *fail(struct framer *framer, enum framer_status fault, const char *at)
{
    bool inside = framer->place >= IN_SCALAR && framer->place <= IN_NEST_TEXT;
    framer->fault = inside && is_too_large(framer, at) ? FRAMER_TOO_LARGE : fault;
    framer->place = AT_FAULT;
    return NULL;
}

static void carry(struct framer *framer, const char *end)
{
    size_t length = (size_t)(end - framer->start);
    framer->carry = memory_grow(framer->carry, &framer->carry_capacity, framer->carried + length, 1);
    memcpy(framer->carry + framer->carried, framer->start, length);
    framer->carried += length;
}

/* Hands out the element that ends before `end`. Returns end, NULL after a fault. */
static const char *hand_out(struct framer *framer, const char *end)
{
    if (is_too_large(framer, end))
        return fail(framer, FRAMER_TOO_LARGE, end);
    framer->place = AT_SEPARATOR;
    framer->count++;
    if (framer->carried) {
        carry(framer, end);
        framer->element(framer->context, framer->carry, framer->carried);
        framer->carried = 0;
    } else {
        framer->element(framer->context, framer->start, (size_t)(end - framer->start));
    }
    return end;
}

static bool odd_backslashes_before(const char *at, const char *begin)
{
    const char *run = at;
    while (run > begin && run[-1] == '\\')
        run--;
    return (at - run) & 1;
}

/* Returns the byte after the closing quote, or NULL if the string goes on after `end`. */
static const char *skip_text(struct framer *framer, const char *at, const char *end)
{
    if (framer->escaped && at < end) {
        framer->escaped = false;
        at++;
    }
    const char *begin = at;
    for (;;) {
        const char *quote = memchr(at, '"', (size_t)(end - at));
        if (!quote) {
            framer->escaped = framer->escaped || odd_backslashes_before(end, begin);
            return NULL;
        }
        if (quote == begin || quote[-1] != '\\' || !odd_backslashes_before(quote, begin))
            return quote + 1;
        at = begin = quote + 1;
    }
}

static void push(struct framer *framer, char bracket)
{
    framer->closers = memory_grow(framer->closers, &framer->closers_capacity, framer->depth + 1, 1);
    framer->closers[framer->depth++] = bracket == '{' ? '}' : ']';
}

/* Goes through an object or array up to its end or the end of the block. */
static const char *scan_nest(struct framer *framer, const char *at, const char *end)
{
    for (;;) {
        while (at < end && !(class_of(*at) & STRUCTURE))
            at++;
        if (at == end)
            return end;
        char byte = *at;
        if (byte == '"') {
            const char *after = skip_text(framer, at + 1, end);
            if (!after) {
                framer->place = IN_NEST_TEXT;
                return end;
            }
            at = after;
        } else if (class_of(byte) & OPENING) {
            if (framer->depth >= FRAMER_ELEMENT_LIMIT)
                return fail(framer, FRAMER_TOO_LARGE, at);
            push(framer, byte);
            at++;
        } else {
            if (framer->closers[framer->depth - 1] != byte)
                return fail(framer, FRAMER_BROKEN, at);
            at++;
            if (--framer->depth == 0)
                return hand_out(framer, at);
        }
    }
}

/* Goes on in a string; at its end `next` is where the framer is. */
static const char *scan_text(struct framer *framer, enum place next, const char *at, const char *end)
{
    const char *after = skip_text(framer, at, end);
    if (!after)
        return end;
    if (next == AT_SEPARATOR)
        return hand_out(framer, after);
    framer->place = next;
    return after;
}

static const char *scan_scalar(struct framer *framer, const char *at, const char *end)
{
    while (at < end && is_scalar(*at))
        at++;
    if (at == end)
        return end;
    if (*at != ',' && *at != ']' && !(class_of(*at) & SPACE))
        return fail(framer, FRAMER_BROKEN, at);
    return hand_out(framer, at);
}

static const char *begin_element(struct framer *framer, const char *at)
{
    uint8_t class = class_of(*at);
    if (!(class & (OPENING | QUOTE)) && !is_scalar_head(*at))
        return fail(framer, FRAMER_BROKEN, at);
    framer->start = at;
    framer->escaped = false;
    if (class & OPENING)
        push(framer, *at);
    framer->place = class & OPENING ? IN_NEST : class & QUOTE ? IN_TEXT : IN_SCALAR;
    return at + 1;
}

/* Takes the next byte of a word that must follow; `next` is where the framer is after it. */
static const char *match_word(struct framer *framer, const char *word, enum place next, const char *at)
{
    if (*at != word[framer->matched])
        return fail(framer, FRAMER_NOT_ARRAY, at);
    if (!word[++framer->matched]) {
        framer->place = next;
        framer->matched = 0;
    }
    return at + 1;
}

static const char *scan_start(struct framer *framer, const char *at)
{
    bool first = !framer->begun;
    framer->begun = true;
    if (class_of(*at) & SPACE)
        return at + 1;
    if (*at == '[') {
        framer->place = AT_FIRST;
        return at + 1;
    }
    if (*at == 'n')
        framer->place = IN_NULL;
    else if (first && *at == byte_order_mark[0])
        framer->place = IN_MARK;
    else
        return fail(framer, FRAMER_NOT_ARRAY, at);
    return at;
}

/* Takes one byte between elements, where white space is welcome. */
static const char *scan_between(struct framer *framer, const char *at)
{
    if (class_of(*at) & SPACE)
        return at + 1;
    switch (framer->place) {
    case AT_SEPARATOR:
    case AT_FIRST:
        if (*at == ']') {
            framer->place = AT_END;
            return at + 1;
        }
        if (framer->place == AT_FIRST)
            return begin_element(framer, at);
        if (*at != ',')
            return fail(framer, FRAMER_BROKEN, at);
        framer->place = AT_ELEMENT;
        return at + 1;
    case AT_ELEMENT:
        return begin_element(framer, at);
    case AFTER_NULL:
        return fail(framer, FRAMER_NOT_ARRAY, at);
    default:
        return fail(framer, FRAMER_TRAILING, at);
    }
}

/* Takes some bytes. Returns the first one not taken, NULL after a fault. */
static const char *scan(struct framer *framer, const char *at, const char *end)
{
    switch (framer->place) {
    case AT_START:
        return scan_start(framer, at);
    case IN_MARK:
        return match_word(framer, byte_order_mark, AT_START, at);
    case IN_NULL:
        return match_word(framer, "null", AFTER_NULL, at);
    case IN_SCALAR:
        return scan_scalar(framer, at, end);
    case IN_TEXT:
        return scan_text(framer, AT_SEPARATOR, at, end);
    case IN_NEST:
        return scan_nest(framer, at, end);
    case IN_NEST_TEXT:
        return scan_text(framer, IN_NEST, at, end);
    default:
        return scan_between(framer, at);
    }
}

static enum framer_status status(const struct framer *framer)
{
    if (framer->place == AT_FAULT)
        return framer->fault;
    return framer->place == AT_END ? FRAMER_CLOSED : FRAMER_MORE;
}

enum framer_status framer_feed(struct framer *framer, const char *bytes, size_t length)
{
    if (framer->place == AT_FAULT || !length)
        return status(framer);
    const char *end = bytes + length;
    framer->start = bytes;
    for (const char *at = bytes; at && at < end;)
        at = scan(framer, at, end);
    if (framer->place >= IN_SCALAR && framer->place <= IN_NEST_TEXT) {
        if (is_too_large(framer, end))
            fail(framer, FRAMER_TOO_LARGE, end);
        else
            carry(framer, end);
    }
    return status(framer);
}

uint64_t framer_count(const struct framer *framer)
{
    return framer->count;
}

enum framer_status framer_finish(struct framer *framer)
{
    switch (framer->place) {
    case AT_START:
    case AFTER_NULL:
        return FRAMER_NONE;
    case AT_END:
        return FRAMER_CLOSED;
    case AT_FAULT:
        return framer->fault;
    case IN_MARK:
        return FRAMER_NOT_ARRAY;
    default:
        return FRAMER_CUT;
    }
}

const char *framer_describe(char buffer[FRAMER_WHAT_SIZE], const char *bytes, size_t length)
{
    static const char blanks[] = " \t\r\n";
    char start[60], name[40] = "", quoted[50];
    size_t count = length < sizeof start - 1 ? length : sizeof start - 1;
    memcpy(start, bytes, count);
    start[count] = '\0';
    const char *at = start + strspn(start, blanks);
    bool is_object = *at == '{';
    if (is_object)
        sscanf(at + 1 + strspn(at + 1, blanks), "\"%39[^\"]\"", name); /* NOLINT(cert-err34-c) */
    if (*name)
        snprintf(buffer, FRAMER_WHAT_SIZE, tr("an object with the field \"%s\""),
                 failure_quote(quoted, sizeof quoted, name));
    else
        snprintf(buffer, FRAMER_WHAT_SIZE, "%s",
                 is_object    ? tr("an object")
                 : *at == '<' ? tr("a web page")
                              : tr("other text"));
    return buffer;
}

const char *framer_status_text(enum framer_status status_code)
{
    static const char *const texts[] = {
        [FRAMER_MORE] = N_("is not complete yet"),
        [FRAMER_CLOSED] = N_("is complete"),
        [FRAMER_NONE] = N_("is empty"),
        [FRAMER_CUT] = N_("ends in the middle of the list"),
        [FRAMER_NOT_ARRAY] = N_("is not a list"),
        [FRAMER_BROKEN] = N_("is a broken list: a comma or bracket is out of place"),
        [FRAMER_TOO_LARGE] = N_("has an entry larger than 1 MiB"),
        [FRAMER_TRAILING] = N_("goes on after the end of the list"),
    };
    return tr(texts[status_code]);
}
