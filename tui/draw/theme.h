/* How things look: roles with their attributes for terminals with and without colours, on their own background. A
 * meaning is never in the colour alone. */
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
    bool has_colors;
    bool is_light; /* the background that the colours are for */
    bool is_asked; /* it is the terminal's, as far as that tells it */
};

/* After newterm. Until the terminal tells its background it is taken for what COLORFGBG says, or a dark one. */
void theme_open(struct theme *theme, enum config_color color, enum config_theme wanted);

/* The terminal has told its background; true if everything has to be drawn anew. */
bool theme_take_background(struct theme *theme, bool is_light);

#endif
