/* What Tab puts into the prompt of the filter: the names of terms, of agents and of queues, one after the
 * other at every press, and at the end what was typed again. Pure. */
#ifndef TUI_INPUT_COMPLETION_H
#define TUI_INPUT_COMPLETION_H

#include "tui/input/prompt.h"

#include <stdbool.h>
#include <stddef.h>

/* Zeroed: nothing has been completed. */
struct completion {
    char typed[PROMPT_SIZE]; /* the line before */
    char made[PROMPT_SIZE];  /* the line as it was made last; another one begins anew */
    size_t cursor;           /* of `typed`, between what is completed and what stays behind it */
    size_t place;            /* of the proposal that is shown, from 0; `count` is what was typed */
    size_t count;
};

/* Names in the order in which they are proposed. */
struct completion_names {
    const char *const *agents;
    size_t agent_count;
    const char *const *queues;
    size_t queue_count;
    const char *const *tags; /* that were given */
    size_t tag_count;
    bool is_tags_only; /* words with blanks between them are typed, not a filter */
};

/* Puts in the next proposal, or with `backwards` the one before. False if there is none. */
bool completion_turn(struct completion *completion, struct prompt *prompt,
                     const struct completion_names *names, bool backwards);

/* Whether the prompt holds a proposal. */
bool completion_is_shown(const struct completion *completion, const struct prompt *prompt);

#endif
