/* What may be meant by a name that is none. */
#include "net/base/likeness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void letters_that_differ_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        size_t distance;
    } pairs[] = {
        {"", "", 0},         {"list", "list", 0}, {"list", "LIST", 0},      {"", "list", 4},
        {"lst", "list", 1},  {"lits", "list", 1}, {"lists", "list", 1},     {"lost", "list", 1},
        {"snyc", "sync", 1}, {"ca", "abc", 3},    {"kitten", "sitting", 3}, {"retenion", "retention", 1},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(likeness_distance(pairs[i].one, pairs[i].other), pairs[i].distance);
        assert_int_equal(likeness_distance(pairs[i].other, pairs[i].one), pairs[i].distance);
    }
    char longest[LIKENESS_LONGEST + 2];
    memset(longest, 'x', sizeof longest);
    longest[LIKENESS_LONGEST] = '\0';
    assert_int_equal(likeness_distance(longest, longest), 0);
    longest[LIKENESS_LONGEST] = 'x';
    char longer[LIKENESS_LONGEST + 2];
    snprintf(longer, sizeof longer, "%.*s", LIKENESS_LONGEST + 1, longest);
    assert_int_equal(likeness_distance(longer, "x"), LIKENESS_LONGEST + 2);
}

static const char *meant(const char *written)
{
    static const char *const names[] = {"agents", "sync", "list", "purge", "secret", "secret_command", "ca"};
    struct likeness best = {NULL, 0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        likeness_take(&best, written, names[i]);
    return best.name ? best.name : "";
}

static void the_nearest_is_meant(void **state)
{
    (void)state;
    assert_string_equal(meant("agent"), "agents");
    assert_string_equal(meant("lst"), "list");
    assert_string_equal(meant("secert"), "secret");
    assert_string_equal(meant("secret-command"), "secret_command");
    assert_string_equal(meant("pu"), "purge");
    assert_string_equal(meant("Sync"), "sync");
}

static void what_is_like_nothing_means_nothing(void **state)
{
    (void)state;
    assert_string_equal(meant("frobnicate"), "");
    assert_string_equal(meant("x"), "");
    assert_string_equal(meant(""), "");
    assert_string_equal(meant("help"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_that_differ_are_counted),
        cmocka_unit_test(the_nearest_is_meant),
        cmocka_unit_test(what_is_like_nothing_means_nothing),
    };
    return cmocka_run_group_tests_name("likeness", tests, NULL, NULL);
}
