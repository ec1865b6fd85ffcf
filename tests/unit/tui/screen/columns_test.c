/* Which columns the list of recordings has, at every width. */
#include "tui/screen/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST_COLUMNS = 240 };

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

static void check_columns(int columns, bool with_agent)
{
    struct column_plan plan;
    columns_fit(&plan, columns, with_agent ? COLUMNS_OF_ALL : COLUMNS_OF_AGENT);
    check_places(&plan, columns);
    assert_true(plan.width[COLUMN_START] >= 16 && plan.width[COLUMN_LENGTH] >= 7 &&
                plan.width[COLUMN_CALLER] >= 15);
    assert_true(with_agent || plan.width[COLUMN_AGENT] == 0);
    assert_true(plan.width[COLUMN_TYPE] == 0 || plan.width[COLUMN_QUEUE] > 0);
}

static void columns_fit_at_every_width(void **state)
{
    (void)state;
    for (int columns = LAYOUT_LEAST_COLUMNS; columns <= MOST_COLUMNS; columns++) {
        check_columns(columns, false);
        check_columns(columns, true);
    }
}

static void calls_of_a_caller_fit_at_every_width(void **state)
{
    (void)state;
    for (int columns = LAYOUT_LEAST_COLUMNS; columns <= MOST_COLUMNS; columns++) {
        struct column_plan plan;
        columns_fit(&plan, columns, COLUMNS_OF_CALLER);
        check_places(&plan, columns);
        assert_true(plan.width[COLUMN_START] >= 16 && plan.width[COLUMN_AGENT] >= 8);
        assert_true(plan.width[COLUMN_SINCE] == COLUMNS_SINCE_LEAST ||
                    plan.width[COLUMN_SINCE] == COLUMNS_SINCE_FULL);
        assert_int_equal(plan.width[COLUMN_CALLER], 0);
        assert_true(columns < 55 || plan.width[COLUMN_QUEUE] > 0);
        assert_true(columns < 100 || plan.width[COLUMN_SINCE] == COLUMNS_SINCE_FULL);
    }
}

static void columns_go_from_the_right(void **state)
{
    (void)state;
    static const int order[] = {COLUMN_TYPE, COLUMN_QUEUE, COLUMN_AGENT};
    int gone = 0;
    for (int columns = 150; columns >= LAYOUT_LEAST_COLUMNS; columns--) {
        struct column_plan plan;
        columns_fit(&plan, columns, COLUMNS_OF_ALL);
        while (gone < 3 && plan.width[order[gone]] == 0)
            gone++;
        for (int i = gone; i < 3; i++)
            assert_true(plan.width[order[i]] > 0);
    }
    assert_int_equal(gone, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_fit_at_every_width),
        cmocka_unit_test(calls_of_a_caller_fit_at_every_width),
        cmocka_unit_test(columns_go_from_the_right),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
