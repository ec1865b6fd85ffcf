/* What the terminal answers when it is asked for its background (OSC 11). Pure. */
#ifndef TUI_INPUT_BACKGROUND_SEQUENCE_H
#define TUI_INPUT_BACKGROUND_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

/* Asked together with what is answered after it (PACE_QUESTION), so nobody need wait for it. */
#define BACKGROUND_QUESTION "\033]11;?\033\\"

/* A string that begins with ESC ]; what ends it may be left out. False if it tells no colour. */
bool background_sequence_read(bool *is_light, const char *sequence, size_t length);

#endif
