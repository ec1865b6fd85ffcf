/* How things look: roles with their attributes for terminals with and without colours. A meaning is never in
 * the colour alone. Only the colours that the user's terminal defines are used, on its own background. */
#ifndef TUI_DRAW_THEME_H
#define TUI_DRAW_THEME_H

#include "model/config/config.h"

#include <ncurses.h>
#include <stdbool.h>

enum theme_role {
    ROLE_TEXT,
    ROLE_STRONG,   /* what stands out: a new day, the account */
    ROLE_DIM,      /* secondary */
    ROLE_RULE,     /* lines between panes */
    ROLE_TITLE,    /* of a pane */
    ROLE_FOCUS,    /* title of the pane that has the focus */
    ROLE_HEADER,   /* of a column */
    ROLE_SELECTED, /* the line on which the keys act */
    ROLE_MATCH,    /* what the filter matched */
    ROLE_KEY,      /* a key in the bottom line */
    ROLE_GOOD,
    ROLE_WARNING,
    ROLE_ERROR,
    ROLE_BADGE, /* "2 new" */
    ROLE_COUNT
};

struct theme {
    attr_t attributes[ROLE_COUNT];
    short pairs[ROLE_COUNT];
};

/* After newterm. */
void theme_open(struct theme *theme, enum config_color color);

#endif
