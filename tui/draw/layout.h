/* Where the panes stand in a window of a given size. Pure. */
#ifndef TUI_DRAW_LAYOUT_H
#define TUI_DRAW_LAYOUT_H

#include <stdbool.h>

enum {
    LAYOUT_LEAST_ROWS = 10,
    LAYOUT_LEAST_COLUMNS = 40,
    LAYOUT_TWO_PANES_COLUMNS = 80, /* below, one pane at a time */
    LAYOUT_LEAST_AGENTS = 16,      /* columns; the list takes the rest of the least window for two panes */
    LAYOUT_LEAST_LIST = LAYOUT_TWO_PANES_COLUMNS - LAYOUT_LEAST_AGENTS - 1,
    LAYOUT_DETAILS_ROWS = 23, /* from here on the details stand below the list, or at its right */
    LAYOUT_DECK_ROWS = 15,    /* from here on the deck has a line more in each row more */
};

enum layout_pane { LAYOUT_AGENTS, LAYOUT_RECORDINGS, LAYOUT_DETAILS, LAYOUT_DECK, LAYOUT_PANES };

struct rectangle {
    int row, column;
    int rows, columns; /* 0 when not shown */
};

struct layout {
    int rows, columns;                    /* of the window */
    bool too_small;                       /* nothing else is set then */
    bool one_pane;                        /* at a time, but for the deck */
    struct rectangle panes[LAYOUT_PANES]; /* without their titles, which stand in the row above each; the
                                             first row of the deck is its title */
    int end;                              /* the row below the panes but the deck, and below a sheet */
    int divider;                          /* column of the line between agents and recordings, -1 if none */
    int right_divider;                    /* column of the line between recordings and details, -1 if none */
    bool details_below;                   /* the title of the details meets the divider */
};

/* What shows all there is to show. */
struct layout_wishes {
    int agents, recordings; /* columns */
    int deck;               /* lines, its title among them; 0: there is none */
    bool one_pane;          /* in any window */
};

/* `focus` is among the panes that are shown, but for details that have no place in the window. A larger window
 * gives no list fewer lines, nor columns that it wishes for. */
void layout_compute(struct layout *layout, int rows, int columns, enum layout_pane focus,
                    const struct layout_wishes *wishes);

bool layout_shows(const struct layout *layout, enum layout_pane pane);

/* Columns that a list of so many leaves free on its left. */
int layout_margin(int columns);

#endif
