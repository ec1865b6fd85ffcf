/* A line of UTF-8 that is being typed, with a cursor. Pure. */
#ifndef TUI_INPUT_PROMPT_H
#define TUI_INPUT_PROMPT_H

#include "tui/input/keys.h"

#include <stdbool.h>
#include <stddef.h>

enum { PROMPT_SIZE = 256 }; /* bytes; as FILTER_SIZE */

struct prompt {
    char text[PROMPT_SIZE];
    size_t length;
    size_t cursor; /* in bytes; never within a character */
};

/* Sets the text, cut to PROMPT_SIZE, with the cursor behind it. */
void prompt_start(struct prompt *prompt, const char *text);

/* Inserts a character before the cursor. False if it is no character (keys_is_text) or the line is full. */
bool prompt_type(struct prompt *prompt, key_code character);

/* PROMPT_WORD deletes the word before the cursor, PROMPT_WORD_AFTER the one behind it; words are parted by blanks. */
enum prompt_edit {
    PROMPT_CLEAR,
    PROMPT_WORD,
    PROMPT_WORD_AFTER,
    PROMPT_BACKSPACE,
    PROMPT_DELETE,
    PROMPT_LEFT, /* this one and those below only move the cursor */
    PROMPT_RIGHT,
    PROMPT_WORD_LEFT,
    PROMPT_WORD_RIGHT,
    PROMPT_START,
    PROMPT_END,
};

/* True if the text has changed. */
bool prompt_edit(struct prompt *prompt, enum prompt_edit edit);

#endif
