/* Columns as they are chosen by their names. */
#include "model/config/config_columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void names_are_read_in_their_order(void **state)
{
    struct config_columns columns = {.count = 0};
    (void)state;
    assert_true(config_columns_read(&columns, " queue,start  caller "));
    assert_int_equal(columns.count, 3);
    assert_string_equal(config_columns_name(columns.at[0]), "queue");
    assert_string_equal(config_columns_name(columns.at[1]), "start");
    assert_string_equal(config_columns_name(columns.at[2]), "caller");
    assert_false(config_columns_are_usual(&columns));
    assert_true(config_columns_read(&columns, CONFIG_COLUMNS_USUAL));
    assert_true(config_columns_are_usual(&columns));
}

static void what_is_no_column_changes_nothing(void **state)
{
    static const char *const wrong[] = {"",     " , ", "start, starts", "star", "start start", "start;caller",
                                        "Start"};
    struct config_columns columns = {.count = 0};
    (void)state;
    assert_true(config_columns_read(&columns, "type"));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(config_columns_read(&columns, wrong[i]));
        assert_int_equal(columns.count, 1);
        assert_int_equal(columns.at[0], CONFIG_COLUMN_TYPE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_in_their_order),
        cmocka_unit_test(what_is_no_column_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
