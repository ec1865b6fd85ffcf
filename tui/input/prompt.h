/* One line that is being typed: UTF-8 with a cursor. Pure. */
#ifndef TUI_INPUT_PROMPT_H
#define TUI_INPUT_PROMPT_H

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

/* What can be done to it; the words are those before and behind the cursor. */
enum prompt_edit {
    PROMPT_CLEAR,
    PROMPT_WORD,
    PROMPT_WORD_AFTER,
    PROMPT_BACKSPACE,
    PROMPT_DELETE,
    PROMPT_LEFT, /* from here on only the cursor moves */
    PROMPT_RIGHT,
    PROMPT_WORD_LEFT,
    PROMPT_WORD_RIGHT,
    PROMPT_START,
    PROMPT_END,
};

/* True if the text changed. */
bool prompt_edit(struct prompt *prompt, enum prompt_edit edit);

#endif
