/* The calls of one caller: how each call relates to the one before it, in words. Pure. */
#ifndef TUI_WORDS_CALLER_HISTORY_H
#define TUI_WORDS_CALLER_HISTORY_H

#include "model/query/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CALLER_HISTORY_SIZE = 96 };

enum caller_history_link {
    CALLER_HISTORY_UNREAD,   /* the call before has not been read from the archive yet */
    CALLER_HISTORY_FIRST,    /* the list has no call before it */
    CALLER_HISTORY_CALL,     /* another call, a day before or more */
    CALLER_HISTORY_REPEAT,   /* another call, less than a day before */
    CALLER_HISTORY_TRANSFER, /* the same call with another agent */
    CALLER_HISTORY_PART,     /* the same call with the same agent */
};

struct caller_history_step {
    enum caller_history_link link;
    int64_t
        since; /* ticks from the start of the call before to the start of this one, negative if that one started later;
                      TIMESTAMP_NONE if one of the two starts is not known */
};

/* How a row of a page relates to the next older one. */
struct caller_history_step caller_history_step(const struct page *page, size_t row, bool oldest_first);

/* With `in_full` "3 d later", "12 min later, repeat", "40 s later, transfer", "first known"; else with a sign in
 * front, "R 12 min later", "T 40 s later". Returns buffer. */
const char *caller_history_text(char buffer[CALLER_HISTORY_SIZE], const struct caller_history_step *step,
                                bool in_full);

/* The same as a sentence. Returns buffer. */
const char *caller_history_sentence(char buffer[CALLER_HISTORY_SIZE], const struct caller_history_step *step);

#endif
