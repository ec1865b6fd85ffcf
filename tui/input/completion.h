/* Completion by Tab in the prompts of the filter and of tags: each press puts the next proposal (names of terms,
 * agents, queues, tags) into the line, and after the last one what was typed. Pure. */
#ifndef TUI_INPUT_COMPLETION_H
#define TUI_INPUT_COMPLETION_H

#include "tui/input/prompt.h"

#include <stdbool.h>
#include <stddef.h>

/* Zeroed: nothing has been completed. */
struct completion {
    char typed[PROMPT_SIZE]; /* the line as the user typed it */
    char made
        [PROMPT_SIZE]; /* the line as completion last made it; if the prompt has another, completion starts again */
    size_t cursor; /* in `typed`, bytes: what is before it is completed, what is behind it stays */
    size_t place;  /* index of the proposal that is shown; `count`: none, the line is what was typed */
    size_t count;  /* proposals */
};

/* The names to propose, in that order. Nothing is owned. */
struct completion_names {
    const char *const *agents;
    size_t agent_count;
    const char *const *queues;
    size_t queue_count;
    const char *const *tags;
    size_t tag_count;
    bool is_tags_only; /* the line is a list of tags, not a filter */
};

/* Puts the next proposal into the prompt, or with `backwards` the previous one. False if there is none, or it is too
 * long. */
bool completion_turn(struct completion *completion, struct prompt *prompt,
                     const struct completion_names *names, bool backwards);

/* Whether the prompt shows a proposal at the moment. */
bool completion_is_shown(const struct completion *completion, const struct prompt *prompt);

#endif
