/* The search for the newest recordings and for a time, over generated histories. */
#include "model/search.h"

#include "model/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW (INT64_C(1700000000) * TIMESTAMP_SECOND)

/* He has a recording before the target, as far as its id tells, but what is behind it begins later: there is
 * nothing between. */
static void test_nothing_between_the_bounds_is_the_place(void **state)
{
    (void)state;
    static const struct chronology nothing = {0};
    const struct moment later = {101, NOW};
    struct search search;
    search_begin(&search, &nothing, NOW - 1000, NOW, 150, 0);
    search_bound(&search, 100, 102);
    assert_int_equal(search_from(&search), 99);
    assert_true(search_look(&search, 99, &later, 1, true));
    search_end(&search);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_between_the_bounds_is_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
