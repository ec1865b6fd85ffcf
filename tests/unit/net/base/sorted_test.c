/* Places in sorted arrays, against counting. */
#include "net/base/sorted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct element {
    char other;
    int64_t key;
};

static const struct element elements[] = {{0, INT64_MIN}, {0, -3}, {0, 0}, {0, 0},
                                          {0, 0},         {0, 7},  {0, 8}, {0, INT64_MAX}};

enum { ELEMENTS = sizeof elements / sizeof *elements };

static void expect_counts(size_t count, int64_t limit)
{
    const struct sorted sorted = {elements, count, sizeof *elements, offsetof(struct element, key)};
    size_t below = 0, up_to = 0;
    for (size_t i = 0; i < count; i++) {
        below += elements[i].key < limit;
        up_to += elements[i].key <= limit;
    }
    assert_int_equal(sorted_below(&sorted, limit), below);
    assert_int_equal(sorted_up_to(&sorted, limit), up_to);
}

static void places_are_counts(void **state)
{
    (void)state;
    for (size_t count = 0; count <= ELEMENTS; count++) {
        for (int64_t limit = -5; limit < 10; limit++)
            expect_counts(count, limit);
        expect_counts(count, INT64_MIN);
        expect_counts(count, INT64_MAX);
    }
}

static void nothing_needs_no_array(void **state)
{
    (void)state;
    const struct sorted none = {NULL, 0, sizeof *elements, offsetof(struct element, key)};
    assert_int_equal(sorted_below(&none, 3), 0);
    assert_int_equal(sorted_up_to(&none, INT64_MAX), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_counts),
        cmocka_unit_test(nothing_needs_no_array),
    };
    return cmocka_run_group_tests_name("sorted", tests, NULL, NULL);
}
