/* Which ids are in line with those before them. */
#include "model/coverage/id_jump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define FAR (INT64_C(1) << 53)

static void test_what_follows_is_in_line(void **state)
{
    (void)state;
    struct id_jump jump;
    id_jump_begin(&jump, 41000);
    for (int64_t id = 41001; id < INT64_C(1) << 40; id += ID_JUMP_IDS)
        assert_true(id_jump_take(&jump, id));
    assert_true(id_jump_take(&jump, 5)); /* below */
}

static void test_a_few_far_above_are_not(void **state)
{
    (void)state;
    struct id_jump jump;
    id_jump_begin(&jump, 0);
    assert_true(id_jump_take(&jump, 41000));
    for (int64_t i = 0; i < ID_JUMP_RECORDINGS; i++)
        assert_false(id_jump_take(&jump, FAR + 2 * i));
    assert_false(id_jump_take(&jump, INT64_MAX));
    assert_true(id_jump_take(&jump, 41002));
    assert_false(id_jump_take(&jump, 41003 + ID_JUMP_IDS));
}

/* Where ids are great and far apart as a rule, as those with the time in them, only more than that is far. */
static void test_far_is_what_is_far_for_such_ids(void **state)
{
    (void)state;
    struct id_jump jump;
    id_jump_begin(&jump, INT64_C(1) << 60);
    for (int64_t i = 1; i < 100; i++)
        assert_true(id_jump_take(&jump, (INT64_C(1) << 60) + i * (INT64_C(1) << 40)));
    id_jump_begin(&jump, INT64_C(5000000000));
    assert_true(id_jump_take(&jump, INT64_C(5000003500)));
    assert_false(id_jump_take(&jump, INT64_C(9000000000)));
}

static void test_many_far_above_are(void **state)
{
    (void)state;
    struct id_jump jump;
    for (int down = 0; down < 2; down++) {
        id_jump_begin(&jump, -3);
        assert_true(id_jump_take(&jump, 41000));
        for (int64_t i = 1; i <= ID_JUMP_RECORDINGS; i++)
            assert_false(id_jump_take(&jump, FAR + (down ? -2 * i : 2 * i)));
        assert_true(id_jump_take(&jump, FAR));
        assert_true(id_jump_take(&jump, FAR + 1000));
    }
}

/* From the greatest down: those above a jump that are few are passed by, and what comes then goes on from the
 * id below them. */
static void test_going_down_jumps_are_found(void **state)
{
    (void)state;
    struct id_jump jump = {0};
    struct id_jump_down down = {INT64_MAX, 0};
    assert_true(id_jump_down_take(&down, FAR + 2, &jump));
    assert_false(id_jump_down_take(&down, FAR, &jump));
    assert_true(id_jump_down_take(&down, 41000, &jump));
    assert_int_equal(jump.greatest, 41000);
    assert_int_equal(jump.count, 2);
    assert_false(id_jump_take(&jump, FAR + 4));
    assert_true(id_jump_take(&jump, 41010));
    assert_false(id_jump_down_take(&down, 0, &jump));
    down = (struct id_jump_down){FAR, 0};
    for (int64_t i = 0; i <= ID_JUMP_RECORDINGS; i++)
        assert_false(id_jump_down_take(&down, FAR - i, &jump));
    assert_false(id_jump_down_take(&down, 41000, &jump));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_follows_is_in_line),
        cmocka_unit_test(test_a_few_far_above_are_not),
        cmocka_unit_test(test_far_is_what_is_far_for_such_ids),
        cmocka_unit_test(test_many_far_above_are),
        cmocka_unit_test(test_going_down_jumps_are_found),
    };
    return cmocka_run_group_tests_name("id_jump", tests, NULL, NULL);
}
