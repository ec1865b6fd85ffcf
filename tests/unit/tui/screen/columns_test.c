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

/* The usual columns, and as somebody may choose them. */
static const char *const choices[] = {CONFIG_COLUMNS_USUAL,
                                      "caller start length",
                                      "type queue agent caller length start",
                                      "start caller",
                                      "agent",
                                      "queue, agent",
                                      "length caller agent queue start"};
enum { CHOICES = sizeof choices / sizeof *choices };

static const enum columns_of kinds[] = {COLUMNS_OF_AGENT, COLUMNS_OF_ALL, COLUMNS_OF_CALLER};

static void fit(struct column_plan *plan, int columns, enum columns_of of, int names, size_t choice)
{
    struct config_columns own = {.count = 0};
    assert_true(config_columns_read(&own, choices[choice]));
    columns_fit(plan, columns, of, &(struct column_choice){&own, names});
}

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
                fit(&plan, columns, kinds[of], names, 0);
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
    for (size_t i = 0; i < (size_t)3 * CHOICES; i++) {
        struct column_plan before, plan;
        fit(&before, LAYOUT_LEAST_COLUMNS, kinds[i % 3], NAMES, i / 3);
        for (int columns = LAYOUT_LEAST_COLUMNS + 1; columns <= MOST_COLUMNS; columns++, before = plan) {
            fit(&plan, columns, kinds[i % 3], NAMES, i / 3);
            assert_true(plan.start >= before.start);
            for (int k = 0; k < COLUMNS_COUNT; k++)
                assert_true(before.width[k] == 0 || plan.width[k] > 0);
            assert_true(plan.width[COLUMN_CALLER] >= 15 || before.width[COLUMN_CALLER] == 0);
            assert_true(plan.width[COLUMN_SINCE] == 0 || plan.width[COLUMN_SINCE] == COLUMNS_SINCE_LEAST ||
                        plan.width[COLUMN_SINCE] == COLUMNS_SINCE_FULL);
        }
    }
}

/* The list that is left of a window, beside its agents. */
static void fit_window(struct column_plan *plan, int rows, int columns, enum columns_of of, size_t choice)
{
    struct layout layout;
    struct config_columns own = {.count = 0};
    assert_true(config_columns_read(&own, choices[choice]));
    const struct layout_wishes wishes = {3 + NAMES + 1 + 7 + 1,
                                         columns_wish(&(struct column_choice){&own, NAMES}), 0, false};
    layout_compute(&layout, rows, columns, LAYOUT_RECORDINGS, &wishes);
    fit(plan, layout.panes[LAYOUT_RECORDINGS].columns, of, NAMES, choice);
}

/* Also where the agents come to stand beside the list, and the details. */
static void a_wider_window_shows_no_less(void **state)
{
    (void)state;
    for (size_t i = 0; i < (size_t)3 * CHOICES; i++) {
        struct column_plan before, plan;
        fit_window(&before, 40, LAYOUT_LEAST_COLUMNS, kinds[i % 3], i / 3);
        for (int columns = LAYOUT_LEAST_COLUMNS + 1; columns <= MOST_COLUMNS; columns++, before = plan) {
            fit_window(&plan, 40, columns, kinds[i % 3], i / 3);
            for (int k = 0; k < COLUMNS_COUNT; k++)
                assert_true(before.width[k] == 0 || plan.width[k] > 0);
            assert_true(plan.start >= before.start || plan.width[COLUMN_START] == 0);
        }
    }
}

/* Those that are chosen stand in their order, as many as there is room for, and all of them in a wide window. */
static void the_chosen_ones_stand_in_their_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < CHOICES; i++)
        for (int columns = LAYOUT_LEAST_COLUMNS; columns <= MOST_COLUMNS; columns++) {
            static const enum column as_config[] = {COLUMN_START, COLUMN_LENGTH, COLUMN_CALLER,
                                                    COLUMN_AGENT, COLUMN_QUEUE,  COLUMN_TYPE};
            struct column_plan plan;
            struct config_columns own = {.count = 0};
            int end = -1, shown = 0;
            bool is_over = false;
            assert_true(config_columns_read(&own, choices[i]));
            fit(&plan, columns, COLUMNS_OF_ALL, NAMES, i);
            for (size_t k = 0; k < own.count; k++) {
                enum column column = as_config[own.at[k]];
                is_over = is_over || plan.width[column] == 0;
                assert_int_equal(plan.width[column] > 0, !is_over);
                assert_true(is_over || plan.at[column] > end);
                end = is_over ? end : plan.at[column] + plan.width[column];
            }
            for (int k = 0; k < COLUMNS_COUNT; k++)
                shown += plan.width[k] > 0;
            assert_true(end <= columns && shown > 0 && shown <= (int)own.count);
            assert_true(columns < 120 || !is_over);
            assert_true(plan.is_own && plan.behind > 0);
        }
}

static void common_windows_have_room_for_what_matters(void **state)
{
    (void)state;
    static const int sizes[][2] = {{40, 120}, {45, 150}, {50, 200}};
    struct column_plan plan;
    for (size_t of = 0; of < 3; of++) {
        fit_window(&plan, 24, 80, kinds[of], 0);
        assert_int_equal(plan.start, START_WEEKDAY);
        assert_true(plan.width[COLUMN_QUEUE] > 0 && plan.width[COLUMN_LENGTH] > 0);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        fit_window(&plan, sizes[i][0], sizes[i][1], COLUMNS_OF_ALL, 0);
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
        cmocka_unit_test(the_chosen_ones_stand_in_their_order),
        cmocka_unit_test(common_windows_have_room_for_what_matters),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
