/* What key a whole control sequence of the terminal means: cursor and function keys with modifiers as xterm,
 * rxvt, the Linux console and the VT220 write them, kitty's CSI u and xterm's modifyOtherKeys. Pure. */
#ifndef TUI_INPUT_KEY_SEQUENCE_H
#define TUI_INPUT_KEY_SEQUENCE_H

#include "tui/input/keys.h"

#include <stdbool.h>
#include <stddef.h>

/* Not keys: where a bracketed paste begins and ends, and the answer to the question whether the terminal is
 * ready. */
enum { KEY_SEQUENCE_PASTE_BEGIN = KEYS_NAMED + 0x1001, KEY_SEQUENCE_PASTE_END, KEY_SEQUENCE_ANSWER };

/* A whole sequence, which begins with ESC [ or ESC O. KEYS_NONE for any that is no key that is known: answers
 * and reports of the terminal, releases of keys. */
key_code key_sequence_read(const char *sequence, size_t length);

#endif
