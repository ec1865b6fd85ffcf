#include "tui/draw/layout.h"

#include <string.h>

enum {
    FIRST_ROW = 2, /* below the top line and the titles */
    BOTTOM_ROWS = 1,
    DETAILS_BELOW_LEAST_ROWS = 8, /* so that 24 rows have room for the list's timeline, too */
    DETAILS_BELOW_MOST_ROWS = 12,
    ROOMY_FROM = 44,
};

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

bool layout_shows(const struct layout *layout, enum layout_pane pane)
{
    return !layout->too_small && layout->panes[pane].rows > 0 && layout->panes[pane].columns > 0;
}

int layout_margin(int columns)
{
    return columns >= ROOMY_FROM ? 1 : 0;
}

/* The details at the right of the list, or below it. */
static void place_details(struct layout *layout)
{
    struct rectangle *list = &layout->panes[LAYOUT_RECORDINGS], *details = &layout->panes[LAYOUT_DETAILS];
    if (layout->columns >= LAYOUT_DETAILS_COLUMNS) {
        int columns = clamp(layout->columns * 3 / 10, 38, 56);
        *details = (struct rectangle){list->row, layout->columns - columns, list->rows, columns};
        list->columns -= columns + 1;
        layout->right_divider = list->column + list->columns;
    } else if (layout->rows >= LAYOUT_DETAILS_ROWS && layout->columns >= LAYOUT_TWO_PANES_COLUMNS) {
        int rows = clamp(layout->rows / 3, DETAILS_BELOW_LEAST_ROWS, DETAILS_BELOW_MOST_ROWS);
        *details = (struct rectangle){list->row + list->rows - rows, list->column, rows, list->columns};
        list->rows -= rows + 1;
        layout->details_below = true;
    }
}

/* Above the last line, as wide as the window. No window shows less of the list for being higher. */
static void place_deck(struct layout *layout, int most)
{
    int rows = clamp(layout->rows - LAYOUT_DECK_ROWS + 1, most > 0 ? 1 : 0, most);
    layout->end = layout->rows - BOTTOM_ROWS - rows;
    if (rows > 0)
        layout->panes[LAYOUT_DECK] = (struct rectangle){layout->end, 0, rows, layout->columns};
}

void layout_compute(struct layout *layout, int rows, int columns, enum layout_pane focus, int deck_rows)
{
    memset(layout, 0, sizeof(*layout));
    layout->rows = rows;
    layout->columns = columns;
    layout->divider = layout->right_divider = -1;
    layout->too_small = rows < LAYOUT_LEAST_ROWS || columns < LAYOUT_LEAST_COLUMNS;
    if (layout->too_small)
        return;
    place_deck(layout, deck_rows);
    struct rectangle body = {FIRST_ROW, 0, layout->end - FIRST_ROW, columns};
    if (columns < LAYOUT_TWO_PANES_COLUMNS && focus == LAYOUT_AGENTS) {
        layout->panes[LAYOUT_AGENTS] = body;
        return;
    }
    if (columns >= LAYOUT_TWO_PANES_COLUMNS) {
        bool wide = columns >= LAYOUT_DETAILS_COLUMNS;
        int agents = wide ? clamp(columns / 5, 24, 36) : clamp(columns / 4, 22, 28);
        layout->panes[LAYOUT_AGENTS] = (struct rectangle){body.row, 0, body.rows, agents};
        layout->divider = agents;
        body.column = agents + 1;
        body.columns -= agents + 1;
    }
    layout->panes[LAYOUT_RECORDINGS] = body;
    place_details(layout);
}
