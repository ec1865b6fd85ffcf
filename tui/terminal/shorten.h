/* What curses writes, in fewer bytes: it selects ASCII and clears all attributes with every change of look, and it
 * moves along a row by the address of the cell, unless that is very near. Nothing is left out of which it is not
 * sure that the terminal is in that state already; a sequence that is not known here makes all unsure. */
#ifndef TUI_TERMINAL_SHORTEN_H
#define TUI_TERMINAL_SHORTEN_H

#include <stdbool.h>
#include <stddef.h>

struct shorten {
    bool knows_columns; /* ESC [ n G goes to a column, and a character in the last one stays in its row */
    bool is_ascii;
    bool is_plain; /* no attribute, no colour */
    int row;       /* of the cursor, from 1; 0: not known */
};

/* Shortens what comes next of the output, in place; returns how many bytes are left of it. */
size_t shorten(struct shorten *state, char *bytes, size_t length);

#endif
