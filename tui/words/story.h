/* A caller's story: how each of his calls stands to the one before it, in words. Pure. */
#ifndef TUI_WORDS_STORY_H
#define TUI_WORDS_STORY_H

#include "model/query/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORY_SIZE = 96 };

enum story_link {
    STORY_UNREAD,   /* the call before has not been read yet */
    STORY_FIRST,    /* there is none in the list */
    STORY_CALL,     /* another call, a day before or more */
    STORY_REPEAT,   /* another call, less than a day before */
    STORY_TRANSFER, /* the same call with another agent */
    STORY_PART,     /* the same call with the same agent */
};

struct story_step {
    enum story_link link;
    int64_t since; /* from that start to this one, ticks, negative if the order of the calls is another one;
                      TIMESTAMP_NONE if one of them is not known */
};

/* How a row of a page stands to the next older one. */
struct story_step story_step(const struct page *page, size_t row, bool oldest_first);

/* "3 d later", "12 min later, repeat", "40 s later, transfer", "first known"; not in full "R 12 min later",
 * "T 40 s later". Returns buffer. */
const char *story_text(char buffer[STORY_SIZE], const struct story_step *step, bool in_full);

/* The same as a sentence. */
const char *story_sentence(char buffer[STORY_SIZE], const struct story_step *step);

#endif
