/* Groups as terms of the filter: of all groups each term finds the one it is of, and no other. */
#include "tui/browse/numbers_term.h"

#include "model/filter/filter_parse.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SIZE = 256 };

#define GROUPS(grouping_, ...)                                                                               \
    struct list_group of_groups[] = {__VA_ARGS__};                                                           \
    const struct list_groups groups = {                                                                      \
        .grouping = (grouping_), .groups = of_groups, .count = sizeof of_groups / sizeof *of_groups}
#define NAMED(text, id)                                                                                      \
    {                                                                                                        \
        .name = (char *)(text), .number = (id)                                                               \
    }
#define NONE RECORDING_NO_NUMBER

static void expect_term(const struct list_groups *groups, size_t index, const char *expected)
{
    char term[SIZE];
    bool has_term = numbers_term(term, sizeof term, groups, &groups->groups[index]);
    assert_int_equal(has_term, expected != NULL);
    if (expected)
        assert_string_equal(term, expected);
}

static void names_that_stand_alone_do(void **state)
{
    (void)state;
    GROUPS(LIST_BY_QUEUE, NAMED("Sales", 301), NAMED("Kørekort og pas", NONE), NAMED("Support", 303));
    expect_term(&groups, 0, "queue:\"Sales\"");
    expect_term(&groups, 1, "queue:\"Kørekort og pas\"");
    expect_term(&groups, 2, "queue:\"Support\"");
}

static void names_in_others_are_told_apart(void **state)
{
    (void)state;
    GROUPS(LIST_BY_QUEUE, NAMED("Sales", 301), NAMED("Sales North", 302), NAMED("SALES", NONE),
           NAMED("Line 3021", 303));
    expect_term(&groups, 0, "queue:301");
    expect_term(&groups, 1, "queue:\"Sales North\"");
    expect_term(&groups, 2, NULL);
    expect_term(&groups, 3, "queue:\"Line 3021\"");
}

/* The number begins one of another's name, and the name is part of another's. */
static void both_are_used_where_one_is_not_enough(void **state)
{
    (void)state;
    GROUPS(LIST_BY_AGENT, NAMED("Ida", 12), NAMED("Ida Holm", 13), NAMED("Bo 12", 14), NAMED("Bo", 15));
    expect_term(&groups, 0, "agent:12 agent:\"Ida\"");
    expect_term(&groups, 2, "agent:\"Bo 12\"");
    expect_term(&groups, 3, "agent:15");
}

static void odd_names_break_nothing(void **state)
{
    (void)state;
    GROUPS(LIST_BY_QUEUE, NAMED("a\" -queue:\"b", 301), NAMED("x\" type:y", NONE), NAMED(NULL, 303),
           NAMED(NULL, NONE), NAMED("b", 304));
    expect_term(&groups, 0, "queue:301");
    expect_term(&groups, 1, NULL);
    expect_term(&groups, 2, "queue:303");
    expect_term(&groups, 3, NULL);
    expect_term(&groups, 4, "queue:304");
}

/* Every group of a grouping by time has a term that is read. */
static void times_are_read_again(void **state)
{
    (void)state;
    static const struct {
        enum list_grouping grouping;
        int64_t key;
        const char *term;
    } cases[] = {{LIST_BY_DAY, 20421, "on:2025-11-29"},
                 {LIST_BY_DAY, 10957, "on:2000-01-01"},
                 {LIST_BY_HOUR, 0, "hour:0"},
                 {LIST_BY_HOUR, 23, "hour:23"},
                 {LIST_BY_WEEKDAY, 0, "weekday:mon"},
                 {LIST_BY_WEEKDAY, 6, "weekday:sun"},
                 {LIST_BY_DAY, LIST_GROUP_NO_TIME, NULL},
                 {LIST_BY_HOUR, LIST_GROUP_NO_TIME, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct filter filter;
        GROUPS(cases[i].grouping, {.key = cases[i].key, .number = NONE});
        expect_term(&groups, 0, cases[i].term);
        if (cases[i].term)
            assert_int_equal(filter_parse(&filter, cases[i].term, timestamp_now(), true, NULL), FILTER_GOOD);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_stand_alone_do),
        cmocka_unit_test(names_in_others_are_told_apart),
        cmocka_unit_test(both_are_used_where_one_is_not_enough),
        cmocka_unit_test(odd_names_break_nothing),
        cmocka_unit_test(times_are_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
