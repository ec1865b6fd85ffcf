/* Where panes stand, at every size. */
#include "tui/draw/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_ROWS = 70, MOST_COLUMNS = 240, MOST_DECK_ROWS = 4 };

static bool is_inside(const struct rectangle *area, int rows, int columns)
{
    return area->row >= 2 && area->column >= 0 && area->row + area->rows <= rows - 1 &&
           area->column + area->columns <= columns;
}

/* The title included, which stands in the row above a pane. */
static int first_row(const struct layout *layout, enum layout_pane pane)
{
    return layout->panes[pane].row - (pane == LAYOUT_DECK ? 0 : 1);
}

static bool overlap(const struct layout *layout, enum layout_pane one, enum layout_pane other)
{
    const struct rectangle *a = &layout->panes[one], *b = &layout->panes[other];
    return a->column < b->column + b->columns && b->column < a->column + a->columns &&
           first_row(layout, one) < b->row + b->rows && first_row(layout, other) < a->row + a->rows;
}

static void check_size(int rows, int columns, enum layout_pane focus, int deck_rows)
{
    struct layout layout;
    layout_compute(&layout, rows, columns, focus, deck_rows);
    assert_int_equal(layout.too_small, rows < LAYOUT_LEAST_ROWS || columns < LAYOUT_LEAST_COLUMNS);
    if (layout.too_small)
        return;
    assert_true(focus == LAYOUT_DETAILS || focus == LAYOUT_DECK || layout_shows(&layout, focus));
    assert_int_equal(layout_shows(&layout, LAYOUT_DECK), deck_rows > 0);
    for (enum layout_pane pane = 0; pane < LAYOUT_PANES; pane++) {
        if (!layout_shows(&layout, pane))
            continue;
        assert_true(is_inside(&layout.panes[pane], rows, columns));
        for (enum layout_pane other = 0; other < pane; other++)
            if (layout_shows(&layout, other))
                assert_false(overlap(&layout, pane, other));
    }
}

static void panes_never_overlap_and_the_focus_is_shown(void **state)
{
    (void)state;
    for (int rows = 1; rows <= MOST_ROWS; rows++)
        for (int columns = 1; columns <= MOST_COLUMNS; columns++)
            for (enum layout_pane focus = 0; focus < LAYOUT_PANES; focus++)
                for (int deck_rows = 0; deck_rows <= MOST_DECK_ROWS; deck_rows++)
                    check_size(rows, columns, focus, deck_rows);
}

/* A higher window shows more of the deck, but never less of the list for it. */
static void the_deck_takes_no_rows_from_the_list(void **state)
{
    (void)state;
    struct layout layout;
    layout_compute(&layout, LAYOUT_LEAST_ROWS, LAYOUT_LEAST_COLUMNS, LAYOUT_RECORDINGS, MOST_DECK_ROWS);
    assert_int_equal(layout.panes[LAYOUT_DECK].rows, 1);
    for (int rows = LAYOUT_LEAST_ROWS, list = 0, deck = 0; rows < LAYOUT_DETAILS_ROWS; rows++) {
        layout_compute(&layout, rows, 80, LAYOUT_RECORDINGS, MOST_DECK_ROWS);
        assert_true(layout.panes[LAYOUT_RECORDINGS].rows >= list && layout.panes[LAYOUT_DECK].rows >= deck);
        list = layout.panes[LAYOUT_RECORDINGS].rows;
        deck = layout.panes[LAYOUT_DECK].rows;
    }
    assert_int_equal(layout.panes[LAYOUT_DECK].rows, MOST_DECK_ROWS);
    assert_int_equal(layout.panes[LAYOUT_DECK].row + MOST_DECK_ROWS, layout.rows - 1);
}

static void details_stand_where_the_window_has_room(void **state)
{
    (void)state;
    struct layout layout;
    layout_compute(&layout, 24, 120, LAYOUT_AGENTS, 0);
    assert_int_equal(layout.panes[LAYOUT_DETAILS].row, layout.panes[LAYOUT_RECORDINGS].row);
    assert_true(layout.right_divider > 0);
    layout_compute(&layout, 24, 119, LAYOUT_AGENTS, 0);
    assert_true(layout.details_below);
    assert_int_equal(layout.panes[LAYOUT_DETAILS].column, layout.panes[LAYOUT_RECORDINGS].column);
    layout_compute(&layout, 23, 119, LAYOUT_RECORDINGS, 0);
    assert_false(layout_shows(&layout, LAYOUT_DETAILS));
    assert_true(layout_shows(&layout, LAYOUT_AGENTS));
}

static void narrow_windows_show_one_pane(void **state)
{
    (void)state;
    struct layout layout;
    for (enum layout_pane focus = 0; focus < LAYOUT_DETAILS; focus++) {
        layout_compute(&layout, 24, 69, focus, 0);
        for (enum layout_pane pane = 0; pane < LAYOUT_PANES; pane++)
            assert_int_equal(layout_shows(&layout, pane), pane == focus);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panes_never_overlap_and_the_focus_is_shown),
        cmocka_unit_test(the_deck_takes_no_rows_from_the_list),
        cmocka_unit_test(details_stand_where_the_window_has_room),
        cmocka_unit_test(narrow_windows_show_one_pane),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
