/* Where panes stand, at every size. */
#include "tui/draw/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_ROWS = 70, MOST_COLUMNS = 240 };

static bool is_inside(const struct rectangle *area, int rows, int columns)
{
    return area->row >= 2 && area->column >= 0 && area->row + area->rows <= rows - 1 &&
           area->column + area->columns <= columns;
}

/* Titles included, which stand in the row above each pane. */
static bool overlap(const struct rectangle *a, const struct rectangle *b)
{
    return a->column < b->column + b->columns && b->column < a->column + a->columns &&
           a->row - 1 < b->row + b->rows && b->row - 1 < a->row + a->rows;
}

static void check_size(int rows, int columns, enum layout_pane focus)
{
    struct layout layout;
    layout_compute(&layout, rows, columns, focus);
    assert_int_equal(layout.too_small, rows < LAYOUT_LEAST_ROWS || columns < LAYOUT_LEAST_COLUMNS);
    if (layout.too_small)
        return;
    assert_true(focus == LAYOUT_DETAILS || layout_shows(&layout, focus));
    for (enum layout_pane pane = 0; pane < LAYOUT_PANES; pane++) {
        if (!layout_shows(&layout, pane))
            continue;
        assert_true(is_inside(&layout.panes[pane], rows, columns));
        for (enum layout_pane other = 0; other < pane; other++)
            if (layout_shows(&layout, other))
                assert_false(overlap(&layout.panes[pane], &layout.panes[other]));
    }
}

static void panes_never_overlap_and_the_focus_is_shown(void **state)
{
    (void)state;
    for (int rows = 1; rows <= MOST_ROWS; rows++)
        for (int columns = 1; columns <= MOST_COLUMNS; columns++)
            for (enum layout_pane focus = 0; focus < LAYOUT_PANES; focus++)
                check_size(rows, columns, focus);
}

static void details_stand_where_the_window_has_room(void **state)
{
    (void)state;
    struct layout layout;
    layout_compute(&layout, 24, 120, LAYOUT_AGENTS);
    assert_int_equal(layout.panes[LAYOUT_DETAILS].row, layout.panes[LAYOUT_RECORDINGS].row);
    assert_true(layout.right_divider > 0);
    layout_compute(&layout, 24, 119, LAYOUT_AGENTS);
    assert_true(layout.details_below);
    assert_int_equal(layout.panes[LAYOUT_DETAILS].column, layout.panes[LAYOUT_RECORDINGS].column);
    layout_compute(&layout, 23, 119, LAYOUT_RECORDINGS);
    assert_false(layout_shows(&layout, LAYOUT_DETAILS));
    assert_true(layout_shows(&layout, LAYOUT_AGENTS));
}

static void narrow_windows_show_one_pane(void **state)
{
    (void)state;
    struct layout layout;
    for (enum layout_pane focus = 0; focus < LAYOUT_DETAILS; focus++) {
        layout_compute(&layout, 24, 69, focus);
        for (enum layout_pane pane = 0; pane < LAYOUT_PANES; pane++)
            assert_int_equal(layout_shows(&layout, pane), pane == focus);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panes_never_overlap_and_the_focus_is_shown),
        cmocka_unit_test(details_stand_where_the_window_has_room),
        cmocka_unit_test(narrow_windows_show_one_pane),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
