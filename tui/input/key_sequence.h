/* The key that a complete control sequence stands for: cursor and function keys with modifiers as xterm, rxvt, the
 * Linux console and the VT220 send them, kitty's CSI u and xterm's modifyOtherKeys. Pure. */
#ifndef TUI_INPUT_KEY_SEQUENCE_H
#define TUI_INPUT_KEY_SEQUENCE_H

#include "tui/input/keys.h"

#include <stdbool.h>
#include <stddef.h>

/* Sequences that are no keys: the start and the end of a bracketed paste, and the answer to CSI 5 n. */
enum { KEY_SEQUENCE_PASTE_BEGIN = KEYS_NAMED + 0x1001, KEY_SEQUENCE_PASTE_END, KEY_SEQUENCE_ANSWER };

/* Reads a complete sequence that starts with ESC [ or ESC O. KEYS_NONE if it is no known key: other answers and
 * reports of the terminal, key releases. */
key_code key_sequence_read(const char *sequence, size_t length);

#endif
