/* What one answer proves. */
#include "model/coverage/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct server_traits ordered = {.order_evidence = ANSWER_EVIDENCE};

static struct answer answer_after(bool below, int64_t from, const int64_t *ids, size_t count)
{
    struct answer answer;
    answer_begin(&answer, from, below);
    for (size_t i = 0; i < count; i++)
        answer_take(&answer, ids[i]);
    return answer;
}

/* As if more had come before in order. */
static struct answer in_order(struct answer answer)
{
    answer.order_evidence += ANSWER_EVIDENCE;
    return answer;
}

#define ANSWER_AFTER(below, from, ...)                                                                       \
    answer_after(below, from, (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / 8)
#define ANSWER(from, ...) ANSWER_AFTER(false, from, __VA_ARGS__)

static void expect_range(struct coverage_range range, int64_t lo, int64_t hi)
{
    assert_int_equal(range.lo, lo);
    assert_int_equal(range.hi, hi);
}

static void expect_nothing(struct coverage_range range)
{
    assert_true(range.hi <= range.lo);
}

static void test_whole(void **state)
{
    (void)state;
    struct answer answer = ANSWER(10, 12, 15, 20);
    expect_range(answer_whole_truth(&answer, &ordered), 10, 19);
    assert_int_equal(answer_next_from(&answer, &ordered), 19);
    answer = ANSWER(19, 20, 20);
    expect_range(answer_whole_truth(&answer, &ordered), 19, 20);
    assert_int_equal(answer_next_from(&answer, &ordered), 20);
    answer = ANSWER(19, 20);
    expect_range(answer_whole_truth(&answer, &ordered), 19, INT64_MAX); /* no cap has cut it to one */
    assert_int_equal(answer_next_from(&answer, &ordered), -1);
    const struct server_traits never_more = {0};
    expect_range(answer_whole_truth(&answer, &never_more), 19, 20);
    assert_int_equal(answer_next_from(&answer, &never_more), 20);
    answer = answer_after(false, 20, NULL, 0);
    expect_range(answer_whole_truth(&answer, &ordered), 20, INT64_MAX);
    assert_int_equal(answer_next_from(&answer, &ordered), -1);
}

static void test_cut(void **state)
{
    (void)state;
    struct answer answer = in_order(ANSWER(10, 12, 15, 15));
    expect_range(answer_cut_truth(&answer, &ordered), 10, 14);
    answer = in_order(ANSWER(10, 12, 15, 13));
    assert_true(answer_cut_truth(&answer, &ordered).hi <= answer_cut_truth(&answer, &ordered).lo);
}

static void test_chance_is_no_order(void **state)
{
    (void)state;
    struct server_traits traits = {0};
    struct answer answer = ANSWER(0, 3, 7);
    struct coverage_range range = answer_cut_truth(&answer, &traits);
    assert_true(range.hi <= range.lo);
    for (int i = 0; i < ANSWER_EVIDENCE; i++)
        answer_teach(&answer, &traits);
    expect_nothing(answer_cut_truth(&answer, &traits)); /* another one may come in any order */
    answer = in_order(answer);
    expect_range(answer_cut_truth(&answer, &traits), 0, 6);
    answer = ANSWER(0, 3, 7, 5);
    assert_true(answer_teach(&answer, &traits));
    assert_false(answer_teach(&answer, &traits));
    answer = ANSWER(0, 3, 7);
    range = answer_cut_truth(&answer, &traits);
    assert_true(range.hi <= range.lo);
    expect_range(answer_whole_truth(&answer, &traits), 0, 6);
}

static void test_cursor_ignored(void **state)
{
    (void)state;
    struct server_traits traits = ordered;
    struct answer answer = ANSWER(10, 3, 12, 20);
    expect_nothing(answer_whole_truth(&answer, &traits));
    expect_nothing(answer_cut_truth(&answer, &traits));
    answer_teach(&answer, &traits);
    assert_false(traits.ignores_cursor);
    assert_int_equal(answer_next_from(&answer, &traits), 9); /* where something else is to come */
    answer = ANSWER_AFTER(true, 10, 3, 12, 20);
    expect_range(answer_whole_truth(&answer, &traits), 0, INT64_MAX);
    answer_teach(&answer, &traits);
    assert_true(traits.ignores_cursor);
    assert_int_equal(answer_next_from(&answer, &traits), -1);
    answer = ANSWER(0, 3, 12);
    expect_range(answer_whole_truth(&answer, &traits), 0, INT64_MAX);
    answer = ANSWER(10, 12, 20);
    answer_teach(&answer, &traits);
    assert_false(traits.ignores_cursor);
}

/* Once is a mistake of whatever lies between: a page from a cache, a recording too many. */
static void test_a_cursor_ignored_once(void **state)
{
    (void)state;
    struct server_traits traits = ordered;
    struct answer answer = ANSWER(10, 3, 12, 20);
    answer_teach(&answer, &traits);
    answer = ANSWER_AFTER(true, 10, 12, 20, 30);
    expect_range(answer_whole_truth(&answer, &traits), 10, 29);
    answer_teach(&answer, &traits);
    answer = ANSWER(29, 3, 30);
    expect_nothing(answer_whole_truth(&answer, &traits));
}

/* Some servers take the parameter to include what it names. */
static void test_a_cursor_included(void **state)
{
    (void)state;
    struct answer answer = ANSWER(10, 10, 12, 20);
    expect_range(answer_whole_truth(&answer, &ordered), 10, 19);
    answer = ANSWER(19, 19, 20);
    expect_range(answer_whole_truth(&answer, &ordered), 19, INT64_MAX);
    answer = ANSWER(20, 20);
    expect_range(answer_whole_truth(&answer, &ordered), 20, INT64_MAX);
    assert_int_equal(answer_next_from(&answer, &ordered), -1);
}

static void test_unreadable_interrupts(void **state)
{
    (void)state;
    struct answer answer = in_order(ANSWER(10, 12, 15));
    answer_take_unreadable(&answer);
    expect_range(answer_cut_truth(&answer, &ordered), 10, 14);
    answer_take(&answer, 20);
    answer_take(&answer, 25);
    expect_range(answer_cut_truth(&answer, &ordered), 20, 24);
    expect_range(answer_whole_truth(&answer, &ordered), 20, 24);
    assert_int_equal(answer_next_from(&answer, &ordered), 24);
    answer = answer_after(false, 10, NULL, 0);
    answer_take_unreadable(&answer);
    struct coverage_range range = answer_whole_truth(&answer, &ordered);
    assert_true(range.hi <= range.lo);
}

/* The id behind an unreadable element can be the very one that was asked from. */
static void test_unreadable_interrupts_where_the_cursor_is_ignored(void **state)
{
    (void)state;
    struct answer answer = in_order(ANSWER_AFTER(true, 12, 4, 9));
    answer_take_unreadable(&answer);
    answer_take(&answer, 12);
    answer_take(&answer, 20);
    expect_range(answer_cut_truth(&answer, &ordered), 12, 19);
    expect_range(answer_whole_truth(&answer, &ordered), 12, 19);
}

static void test_absent_ids(void **state)
{
    (void)state;
    struct answer answer = ANSWER(10, INT64_MIN, 12, INT64_MIN, 20);
    expect_range(answer_whole_truth(&answer, &ordered), 10, 19);
    answer = ANSWER(10, INT64_MIN);
    assert_int_equal(answer_next_from(&answer, &ordered), -1);
    expect_range(answer_whole_truth(&answer, &ordered), 10, INT64_MAX); /* as good as an empty one */
    answer_begin(&answer, 10, false);
    for (unsigned i = 0; i < ANSWER_EVIDENCE; i++)
        answer_take(&answer, INT64_MIN);
    struct coverage_range range = answer_whole_truth(&answer, &ordered);
    assert_true(range.hi <= range.lo); /* so many may hide others behind a cap */
}

/* The middle is that of all ids, however many come and in whatever order. */
static void test_checked_from_the_middle(void **state)
{
    (void)state;
    const struct server_traits unordered = {.unordered = true};
    struct answer answer = ANSWER(10, 20, 12, 15);
    assert_int_equal(answer_check_from(&answer, &ordered), 15);
    answer = ANSWER(10, 12, 15, 20);
    assert_int_equal(answer_check_from(&answer, &ordered), INT64_MIN);
    assert_int_equal(answer_check_from(&answer, &unordered), 15);
    answer = ANSWER(10, 12, 12);
    assert_int_equal(answer_check_from(&answer, &unordered), INT64_MIN); /* nothing lies below it */
    for (int64_t count = 2; count < 5000; count += count / 3 + 1) {
        answer_begin(&answer, 0, false);
        for (int64_t i = 0; i < count; i++)
            answer_take(&answer, 1 + (i * 7919) % count);
        int64_t middle = answer_check_from(&answer, &unordered);
        assert_in_range(middle, 1 + count / 4, count < 6 ? count - 1 : count * 3 / 4);
    }
}

static void test_what_is_everything_is_not_checked(void **state)
{
    (void)state;
    const struct server_traits old = {.unordered = true, .ignores_cursor = true};
    struct answer answer = ANSWER(0, 20, 12, 15);
    assert_int_equal(answer_check_from(&answer, &old), INT64_MIN);
    answer = ANSWER_AFTER(true, 10, 5, 12, 7);
    assert_int_equal(answer_check_from(&answer, &old), INT64_MIN);
    answer = ANSWER(10, 20, 12);
    answer_take_unreadable(&answer);
    assert_int_equal(answer_check_from(&answer, &old), INT64_MIN); /* it proves nothing anyway */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_chance_is_no_order),
        cmocka_unit_test(test_cursor_ignored),
        cmocka_unit_test(test_a_cursor_ignored_once),
        cmocka_unit_test(test_a_cursor_included),
        cmocka_unit_test(test_unreadable_interrupts),
        cmocka_unit_test(test_unreadable_interrupts_where_the_cursor_is_ignored),
        cmocka_unit_test(test_absent_ids),
        cmocka_unit_test(test_checked_from_the_middle),
        cmocka_unit_test(test_what_is_everything_is_not_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
