/* Reads the answer of a terminal that was asked for the colour of its background (OSC 11). Pure. */
#ifndef TUI_INPUT_BACKGROUND_SEQUENCE_H
#define TUI_INPUT_BACKGROUND_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

/* The question. PACE_QUESTION follows it: whoever gets the answer to that one knows whether this one was answered. */
#define BACKGROUND_QUESTION "\033]11;?\033\\"

/* Reads a sequence that starts with ESC ]; its terminator (BEL or ST) may be missing. False if it tells no colour. */
bool background_sequence_read(bool *is_light, const char *sequence, size_t length);

#endif
