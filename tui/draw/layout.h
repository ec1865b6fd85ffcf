/* Computes where the panes stand in a window of a given size. Pure. */
#ifndef TUI_DRAW_LAYOUT_H
#define TUI_DRAW_LAYOUT_H

#include <stdbool.h>

enum {
    LAYOUT_LEAST_ROWS = 10,
    LAYOUT_LEAST_COLUMNS = 40,
    LAYOUT_TWO_PANES_COLUMNS = 80, /* below, one pane at a time */
    LAYOUT_LEAST_AGENTS = 16,      /* columns of the agents in the narrowest window with two panes */
    LAYOUT_LEAST_LIST = LAYOUT_TWO_PANES_COLUMNS - LAYOUT_LEAST_AGENTS - 1,
    LAYOUT_DETAILS_ROWS = 23, /* window rows from which on the details can stand below the list */
    LAYOUT_DECK_ROWS =
        15, /* below, the deck has one line; from here on one more for each row of the window */
};

enum layout_pane { LAYOUT_AGENTS, LAYOUT_RECORDINGS, LAYOUT_DETAILS, LAYOUT_DECK, LAYOUT_PANES };

struct rectangle {
    int row, column;
    int rows, columns; /* 0 when not shown */
};

struct layout {
    int rows, columns;                    /* of the window */
    bool too_small;                       /* nothing but `rows` and `columns` is set then */
    bool one_pane;                        /* one pane at a time is shown, besides the deck */
    struct rectangle panes[LAYOUT_PANES]; /* without their titles, which stand in the row above each; the
                                             first row of the deck is its title */
    int end;                              /* the row below the panes but the deck, and below a sheet */
    int divider;                          /* column of the line between agents and recordings, -1 if none */
    int right_divider;                    /* column of the line between recordings and details, -1 if none */
    bool details_below;                   /* the title of the details meets the divider */
};

/* The sizes at which the panes show everything. */
struct layout_wishes {
    int agents, recordings; /* columns */
    int deck;               /* lines, its title among them; 0: there is none */
    bool one_pane;          /* show one pane at a time even if there is room for more */
};

/* The pane that has the focus is always shown, except details for which there is no room. A list never gets fewer
 * lines, or fewer of the columns that it wishes for, when the window grows. */
void layout_compute(struct layout *layout, int rows, int columns, enum layout_pane focus,
                    const struct layout_wishes *wishes);

bool layout_shows(const struct layout *layout, enum layout_pane pane);

/* How many of its columns a list leaves free on its left, 0 or 1. */
int layout_margin(int columns);

#endif
