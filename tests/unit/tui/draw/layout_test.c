/* Where panes stand, at every size. */
#include "tui/draw/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_ROWS = 70, MOST_COLUMNS = 250, MOST_DECK_ROWS = 4 };

static const struct layout_wishes usual = {30, 105, 0, false}, playing = {30, 105, MOST_DECK_ROWS, false},
                                  alone = {30, 105, 0, true};

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

static void check_size(int rows, int columns, enum layout_pane focus, const struct layout_wishes *wishes)
{
    struct layout layout;
    layout_compute(&layout, rows, columns, focus, wishes);
    assert_int_equal(layout.too_small, rows < LAYOUT_LEAST_ROWS || columns < LAYOUT_LEAST_COLUMNS);
    if (layout.too_small)
        return;
    assert_true(focus == LAYOUT_DETAILS || focus == LAYOUT_DECK || layout_shows(&layout, focus));
    assert_int_equal(layout_shows(&layout, LAYOUT_DECK), wishes->deck > 0);
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
                for (int deck = 0; deck <= MOST_DECK_ROWS; deck++) {
                    const struct layout_wishes wishes = {10 + columns % 30, 80 + rows, deck,
                                                         columns % 3 == 0};
                    check_size(rows, columns, focus, &wishes);
                }
}

/* Of what the list and the details show, a window with a row or a column more has no less. */
static void check_growth(int rows, int columns, const struct layout_wishes *wishes)
{
    struct layout small, high, wide;
    const struct rectangle *list = &small.panes[LAYOUT_RECORDINGS];
    layout_compute(&small, rows, columns, LAYOUT_RECORDINGS, wishes);
    layout_compute(&high, rows + 1, columns, LAYOUT_RECORDINGS, wishes);
    layout_compute(&wide, rows, columns + 1, LAYOUT_RECORDINGS, wishes);
    assert_true(high.panes[LAYOUT_RECORDINGS].rows >= list->rows);
    assert_true(high.panes[LAYOUT_RECORDINGS].columns == list->columns);
    assert_true(high.panes[LAYOUT_DETAILS].rows >= small.panes[LAYOUT_DETAILS].rows);
    assert_true(high.panes[LAYOUT_DECK].rows >= small.panes[LAYOUT_DECK].rows);
    assert_true(wide.panes[LAYOUT_DECK].rows == small.panes[LAYOUT_DECK].rows);
    if (wide.divider < 0 || small.divider >= 0) {
        assert_true(wide.panes[LAYOUT_RECORDINGS].rows >= list->rows);
        assert_true(wide.panes[LAYOUT_DETAILS].rows >= small.panes[LAYOUT_DETAILS].rows);
        assert_true(wide.panes[LAYOUT_AGENTS].columns >= small.panes[LAYOUT_AGENTS].columns);
        assert_true(wide.panes[LAYOUT_RECORDINGS].columns >= list->columns ||
                    wide.panes[LAYOUT_RECORDINGS].columns >= wishes->recordings);
    }
}

static void a_larger_window_shows_no_less(void **state)
{
    (void)state;
    for (int rows = LAYOUT_LEAST_ROWS; rows < MOST_ROWS; rows++)
        for (int columns = LAYOUT_LEAST_COLUMNS; columns < MOST_COLUMNS; columns++) {
            check_growth(rows, columns, &usual);
            check_growth(rows, columns, &playing);
        }
}

static void a_small_window_has_a_line_of_the_deck(void **state)
{
    (void)state;
    struct layout layout;
    layout_compute(&layout, LAYOUT_LEAST_ROWS, LAYOUT_LEAST_COLUMNS, LAYOUT_RECORDINGS, &playing);
    assert_int_equal(layout.panes[LAYOUT_DECK].rows, 1);
    layout_compute(&layout, 24, 80, LAYOUT_RECORDINGS, &playing);
    assert_int_equal(layout.panes[LAYOUT_DECK].rows, MOST_DECK_ROWS);
    assert_int_equal(layout.panes[LAYOUT_DECK].row + MOST_DECK_ROWS, layout.rows - 1);
}

static void details_stand_where_the_window_has_room(void **state)
{
    (void)state;
    struct layout layout;
    layout_compute(&layout, 24, 180, LAYOUT_AGENTS, &usual);
    assert_int_equal(layout.panes[LAYOUT_DETAILS].row, layout.panes[LAYOUT_RECORDINGS].row);
    assert_true(layout.right_divider > 0);
    assert_true(layout.panes[LAYOUT_RECORDINGS].columns >= usual.recordings);
    layout_compute(&layout, 40, 120, LAYOUT_AGENTS, &usual);
    assert_true(layout.details_below);
    assert_int_equal(layout.panes[LAYOUT_AGENTS].columns, usual.agents);
    assert_int_equal(layout.panes[LAYOUT_DETAILS].column, layout.panes[LAYOUT_RECORDINGS].column);
    layout_compute(&layout, LAYOUT_DETAILS_ROWS - 1, 119, LAYOUT_RECORDINGS, &usual);
    assert_false(layout_shows(&layout, LAYOUT_DETAILS));
    assert_true(layout_shows(&layout, LAYOUT_AGENTS));
    layout_compute(&layout, LAYOUT_DETAILS_ROWS, 119, LAYOUT_RECORDINGS, &usual);
    assert_true(layout_shows(&layout, LAYOUT_DETAILS));
}

static void check_one_pane(int rows, int columns, const struct layout_wishes *wishes)
{
    struct layout layout;
    for (enum layout_pane focus = 0; focus < LAYOUT_DETAILS; focus++) {
        layout_compute(&layout, rows, columns, focus, wishes);
        for (enum layout_pane pane = 0; pane < LAYOUT_PANES; pane++)
            assert_int_equal(layout_shows(&layout, pane), pane == focus);
        assert_int_equal(layout.panes[focus].columns, columns);
    }
}

static void narrow_windows_show_one_pane(void **state)
{
    (void)state;
    check_one_pane(24, LAYOUT_TWO_PANES_COLUMNS - 1, &usual);
}

static void any_window_shows_one_pane_where_that_is_wanted(void **state)
{
    (void)state;
    check_one_pane(24, LAYOUT_TWO_PANES_COLUMNS, &alone);
    check_one_pane(MOST_ROWS, MOST_COLUMNS, &alone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panes_never_overlap_and_the_focus_is_shown),
        cmocka_unit_test(a_larger_window_shows_no_less),
        cmocka_unit_test(a_small_window_has_a_line_of_the_deck),
        cmocka_unit_test(details_stand_where_the_window_has_room),
        cmocka_unit_test(narrow_windows_show_one_pane),
        cmocka_unit_test(any_window_shows_one_pane_where_that_is_wanted),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
