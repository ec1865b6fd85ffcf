/* How things look: each role has attributes and, where the terminal has colours, a colour. No meaning is in the colour
 * alone. The background is the terminal's own. */
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
    bool is_light; /* the colours are chosen for a light background */
    bool is_asked; /* the terminal is to be asked for its background */
};

/* Chooses the looks; to be called after newterm. Until the terminal has told its background (theme_take_background)
 * it is what COLORFGBG says, else dark. */
void theme_open(struct theme *theme, enum config_color color, enum config_theme wanted);

/* Takes the background that the terminal has told. True if the colours have changed and all has to be drawn again. */
bool theme_take_background(struct theme *theme, bool is_light);

#endif
