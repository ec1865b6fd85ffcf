/* Which columns the list of recordings has, at every width. */
#include "tui/screen/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tui/draw/layout.h"

enum { MOST_COLUMNS = 250, NAMES = 20 };

static const enum columns_of kinds[] = {COLUMNS_OF_AGENT, COLUMNS_OF_ALL, COLUMNS_OF_CALLER};

static void check_places(const struct column_plan *plan, int columns)
{
    int end = 0;
    for (int i = 0; i < COLUMNS_COUNT; i++) {
        if (plan->width[i] == 0)
            continue;
        assert_true(plan->at[i] >= end);
        end = plan->at[i] + plan->width[i];
        assert_true(end <= columns);
        end++; /* a gap */
    }
}

static void columns_fit_at_every_width(void **state)
{
    (void)state;
    for (int columns = LAYOUT_LEAST_COLUMNS; columns <= MOST_COLUMNS; columns++)
        for (size_t of = 0; of < 3; of++)
            for (int names = 10; names <= 24; names++) {
                struct column_plan plan;
                columns_fit(&plan, columns, kinds[of], names);
                check_places(&plan, columns);
                assert_true(plan.width[COLUMN_START] >= 16);
                assert_int_equal(plan.width[COLUMN_SINCE] > 0, kinds[of] == COLUMNS_OF_CALLER);
                assert_int_equal(plan.width[COLUMN_CALLER] >= 15, kinds[of] != COLUMNS_OF_CALLER);
                assert_true(plan.width[COLUMN_LENGTH] >= 7 || kinds[of] == COLUMNS_OF_CALLER);
                assert_true(plan.width[COLUMN_AGENT] >= 8 || kinds[of] != COLUMNS_OF_CALLER);
                assert_true(plan.width[COLUMN_AGENT] == 0 || kinds[of] != COLUMNS_OF_AGENT);
            }
}

/* In a wider list nothing is missing, and of the start, the caller and the gap nothing is cut. */
static void a_wider_list_shows_no_less(void **state)
{
    (void)state;
    for (size_t of = 0; of < 3; of++) {
        struct column_plan before, plan;
        columns_fit(&before, LAYOUT_LEAST_COLUMNS, kinds[of], NAMES);
        for (int columns = LAYOUT_LEAST_COLUMNS + 1; columns <= MOST_COLUMNS; columns++, before = plan) {
            columns_fit(&plan, columns, kinds[of], NAMES);
            assert_true(plan.start >= before.start);
            for (int i = 0; i < COLUMNS_COUNT; i++)
                assert_true(before.width[i] == 0 || plan.width[i] > 0);
            assert_true(plan.width[COLUMN_CALLER] >= 15 || before.width[COLUMN_CALLER] == 0);
            assert_true(plan.width[COLUMN_SINCE] == 0 || plan.width[COLUMN_SINCE] == COLUMNS_SINCE_LEAST ||
                        plan.width[COLUMN_SINCE] == COLUMNS_SINCE_FULL);
        }
    }
}

/* The list that is left of a window, beside its agents. */
static void fit_window(struct column_plan *plan, int rows, int columns, enum columns_of of)
{
    struct layout layout;
    const struct layout_wishes wishes = {3 + NAMES + 1 + 7 + 1, columns_wish(NAMES), 0};
    layout_compute(&layout, rows, columns, LAYOUT_RECORDINGS, &wishes);
    columns_fit(plan, layout.panes[LAYOUT_RECORDINGS].columns, of, NAMES);
}

/* Also where the agents come to stand beside the list, and the details. */
static void a_wider_window_shows_no_less(void **state)
{
    (void)state;
    for (size_t of = 0; of < 3; of++) {
        struct column_plan before, plan;
        fit_window(&before, 40, LAYOUT_LEAST_COLUMNS, kinds[of]);
        for (int columns = LAYOUT_LEAST_COLUMNS + 1; columns <= MOST_COLUMNS; columns++, before = plan) {
            fit_window(&plan, 40, columns, kinds[of]);
            for (int i = 0; i < COLUMNS_COUNT; i++)
                assert_true(before.width[i] == 0 || plan.width[i] > 0);
            assert_true(plan.start >= before.start);
        }
    }
}

static void common_windows_have_room_for_what_matters(void **state)
{
    (void)state;
    static const int sizes[][2] = {{40, 120}, {45, 150}, {50, 200}};
    struct column_plan plan;
    for (size_t of = 0; of < 3; of++) {
        fit_window(&plan, 24, 80, kinds[of]);
        assert_int_equal(plan.start, START_WEEKDAY);
        assert_true(plan.width[COLUMN_QUEUE] > 0 && plan.width[COLUMN_LENGTH] > 0);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        fit_window(&plan, sizes[i][0], sizes[i][1], COLUMNS_OF_ALL);
        assert_true(plan.width[COLUMN_AGENT] >= NAMES && plan.width[COLUMN_QUEUE] >= 20);
        assert_true(i == 0 || plan.start == START_SECONDS);
        assert_true(i == 0 || plan.width[COLUMN_TYPE] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_fit_at_every_width),
        cmocka_unit_test(a_wider_list_shows_no_less),
        cmocka_unit_test(a_wider_window_shows_no_less),
        cmocka_unit_test(common_windows_have_room_for_what_matters),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
