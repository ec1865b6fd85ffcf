/* What is picked of many entries against a plain qsort. TEST_SEED, TEST_SEEDS as in tests/README.md. */
#include "model/query/sorted_window.h"

#include "tests/unit/model/archive/archive_fixture.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 3000 };

static unsigned drawn;

static unsigned pick(unsigned below)
{
    drawn = drawn * 1103515245 + 12345;
    return drawn / 65536 % below;
}

static int compare(const void *left, const void *right)
{
    return sorted_entry_compare(left, right);
}

/* As they may come: at random, up, down, in runs; many equal. */
static size_t draw(struct sorted_entry entries[MOST])
{
    size_t count = pick(MOST);
    unsigned order = pick(4), values = 1 + pick(5) * pick(200);
    for (size_t i = 0; i < count; i++) {
        uint32_t value = order == 0   ? pick(values)
                         : order == 1 ? (uint32_t)i
                         : order == 2 ? (uint32_t)(MOST - i)
                                      : (uint32_t)(i % 7);
        entries[i] = (struct sorted_entry){value, pick(3), pick(4), 1};
    }
    return count;
}

static void assert_side(const struct sorted_window *window, const struct sorted_entry *all, size_t count,
                        size_t place, size_t split)
{
    size_t above = split, below = window->count - split;
    assert_true(above <= place && below <= count - place);
    assert_true(above == place || (window->has_more_above && above >= window->wanted));
    assert_true(below == count - place || (window->has_more_below && below >= window->wanted));
    for (size_t i = 0; i < window->count; i++)
        assert_int_equal(sorted_entry_compare(&window->entries[i], &all[place - above + i]), 0);
}

static void the_nearest_are_kept_in_their_order(void **state)
{
    (void)state;
    static struct sorted_entry entries[MOST];
    struct sorted_window window = {.entries = NULL};
    unsigned first, last;
    archive_fixture_seeds(300, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        drawn = seed;
        size_t count = draw(entries), place = 0, split = 0;
        struct sorted_entry at = count && pick(3) ? entries[pick((unsigned)count)]
                                                  : (struct sorted_entry){pick(2) * UINT32_MAX, 1, 1, 1};
        bool is_known;
        sorted_window_begin(&window, &at, 1 + pick(400));
        for (size_t i = 0; i < count; i++)
            sorted_window_put(&window, &entries[i]);
        sorted_window_finish(&window);
        if (count)
            qsort(entries, count, sizeof *entries, compare);
        while (place < count && sorted_entry_compare(&entries[place], &at) < 0)
            place++;
        while (split < window.count && sorted_entry_compare(&window.entries[split], &at) < 0)
            split++;
        assert_side(&window, entries, count, place, split);
        assert_int_equal(sorted_window_find(&window, &at, &is_known), split);
        assert_true(is_known || !window.count);
    }
    sorted_window_clear(&window);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_are_kept_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
