/* Makes the output of curses shorter. Curses selects ASCII and resets all attributes with each change of attributes,
 * and addresses cells by row and column where a column would do. A sequence is left out or replaced only if the state
 * of the terminal is known; a sequence that is not known here makes the state unknown. */
#ifndef TUI_TERMINAL_SHORTEN_H
#define TUI_TERMINAL_SHORTEN_H

#include <stdbool.h>
#include <stddef.h>

struct shorten {
    bool knows_columns; /* ESC [ n G sets the column, and the cursor stays in the row behind its last cell */
    bool is_ascii;      /* ASCII is selected for certain */
    bool is_plain;      /* no attribute and no colour is set for certain */
    int row;            /* of the cursor, from 1; 0: not known */
};

/* Shortens the next part of the output, in place. Returns its new length. */
size_t shorten(struct shorten *state, char *bytes, size_t length);

#endif
