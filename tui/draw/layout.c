#include "tui/draw/layout.h"

#include <string.h>

enum {
    FIRST_ROW = 2, /* below the top line and the titles */
    BOTTOM_ROWS = 1,
    ROOMY_FROM = 44,
    LIST_FIRST = 18,    /* rows: 14 recordings and what stands around them */
    DETAILS_FIRST = 10, /* rows of details before the list gets more: what is known of most calls */
    DETAILS_MOST = 12,
    RIGHT_LEAST = 38, /* columns of details at the right */
    RIGHT_MOST = 56,
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

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

/* Above the last line, as wide as the window. No window shows less of the list for being higher. */
static void place_deck(struct layout *layout, int most)
{
    int rows = clamp(layout->rows - LAYOUT_DECK_ROWS + 1, most > 0 ? 1 : 0, most);
    layout->end = layout->rows - BOTTOM_ROWS - rows;
    if (rows > 0)
        layout->panes[LAYOUT_DECK] = (struct rectangle){layout->end, 0, rows, layout->columns};
}

/* At the right once the list needs no more than it has there. */
static void place_right(struct layout *layout, int spare)
{
    struct rectangle *list = &layout->panes[LAYOUT_RECORDINGS];
    int columns = RIGHT_LEAST + least_of((spare - RIGHT_LEAST - 1) / 2, RIGHT_MOST - RIGHT_LEAST);
    layout->panes[LAYOUT_DETAILS] =
        (struct rectangle){list->row, layout->columns - columns, list->rows, columns};
    list->columns -= columns + 1;
    layout->right_divider = list->column + list->columns;
}

/* Below the list, row by row as the window grows: from one row more to the next the list gives none away. */
static void place_below(struct layout *layout)
{
    struct rectangle *list = &layout->panes[LAYOUT_RECORDINGS];
    int spare = list->rows - LIST_FIRST - 1, rows = least_of(spare, DETAILS_FIRST);
    if (spare < 0)
        return;
    rows += least_of((spare - rows + 1) / 2, DETAILS_MOST - DETAILS_FIRST);
    layout->panes[LAYOUT_DETAILS] =
        (struct rectangle){list->row + list->rows - rows, list->column, rows, list->columns};
    list->rows -= rows + 1;
    layout->details_below = true;
}

/* The agents beside the list: they get half of what there is beyond the least until their names fit. */
static void place_agents(struct layout *layout, struct rectangle *body, int wish)
{
    int agents = clamp(wish, LAYOUT_LEAST_AGENTS,
                       LAYOUT_LEAST_AGENTS + (layout->columns - LAYOUT_TWO_PANES_COLUMNS) / 2);
    layout->panes[LAYOUT_AGENTS] = (struct rectangle){body->row, 0, body->rows, agents};
    layout->divider = agents;
    body->column = agents + 1;
    body->columns -= agents + 1;
}

void layout_compute(struct layout *layout, int rows, int columns, enum layout_pane focus,
                    const struct layout_wishes *wishes)
{
    memset(layout, 0, sizeof(*layout));
    layout->rows = rows;
    layout->columns = columns;
    layout->divider = layout->right_divider = -1;
    layout->too_small = rows < LAYOUT_LEAST_ROWS || columns < LAYOUT_LEAST_COLUMNS;
    if (layout->too_small)
        return;
    place_deck(layout, wishes->deck);
    struct rectangle body = {FIRST_ROW, 0, layout->end - FIRST_ROW, columns};
    bool one_pane = layout->one_pane = wishes->one_pane || columns < LAYOUT_TWO_PANES_COLUMNS;
    if (one_pane && focus == LAYOUT_AGENTS) {
        layout->panes[LAYOUT_AGENTS] = body;
        return;
    }
    if (!one_pane)
        place_agents(layout, &body, wishes->agents);
    layout->panes[LAYOUT_RECORDINGS] = body;
    int spare = body.columns - wishes->recordings;
    if (!one_pane && spare > RIGHT_LEAST)
        place_right(layout, spare);
    else if (!one_pane)
        place_below(layout);
}
