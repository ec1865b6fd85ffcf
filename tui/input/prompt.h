/* One line that is being typed: UTF-8 with a cursor. Pure. */
#ifndef TUI_INPUT_PROMPT_H
#define TUI_INPUT_PROMPT_H

#include "tui/input/actions.h"
#include "tui/input/keys.h"

#include <stdbool.h>
#include <stddef.h>

enum { PROMPT_SIZE = 256 }; /* FILTER_SIZE */

struct prompt {
    char text[PROMPT_SIZE];
    size_t length;
    size_t cursor; /* in bytes, always between characters */
};

/* Starts with `text`, the cursor behind it. */
void prompt_start(struct prompt *prompt, const char *text);

/* Types a character; false if it is none or the line is full. */
bool prompt_type(struct prompt *prompt, key_code character);

/* Does one of the editing actions (ACTION_PROMPT_CLEAR to ACTION_PROMPT_END); true if the text changed. */
bool prompt_edit(struct prompt *prompt, enum action_id action);

#endif
