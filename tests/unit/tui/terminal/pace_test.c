/* When a frame waits for the terminal. */
#include "tui/terminal/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { FRAME = 2000 };

static void a_terminal_that_never_answered_is_not_waited_for(void **state)
{
    struct pace pace = {0};
    (void)state;
    assert_true(pace_send(&pace, FRAME));
    assert_false(pace_is_behind(&pace));
    assert_false(pace_send(&pace, FRAME)); /* one question at a time */
    assert_false(pace_is_behind(&pace));
}

static void a_frame_waits_until_the_one_before_was_shown(void **state)
{
    struct pace pace = {0};
    (void)state;
    pace_send(&pace, FRAME);
    pace_answered(&pace);
    assert_true(pace_send(&pace, FRAME));
    assert_true(pace_is_behind(&pace));
    pace_answered(&pace);
    assert_false(pace_is_behind(&pace));
}

static void a_little_may_be_on_its_way(void **state)
{
    struct pace pace = {0};
    (void)state;
    pace_send(&pace, FRAME);
    pace_answered(&pace);
    assert_true(pace_send(&pace, PACE_WINDOW / 2));
    assert_false(pace_is_behind(&pace));
    assert_false(pace_send(&pace, PACE_WINDOW));
    assert_true(pace_is_behind(&pace));
    pace_answered(&pace); /* what followed the question may still be on its way */
    assert_true(pace_send(&pace, 1));
    assert_true(pace_is_behind(&pace));
}

static void an_answer_that_is_lost_holds_nothing_up(void **state)
{
    struct pace pace = {0};
    (void)state;
    pace_send(&pace, FRAME);
    pace_answered(&pace);
    pace_send(&pace, FRAME);
    pace_give_up(&pace);
    assert_false(pace_is_behind(&pace));
    assert_false(pace_send(&pace, FRAME));
    assert_false(pace_is_behind(&pace));
    pace_answered(&pace);
    assert_true(pace_send(&pace, FRAME));
    assert_true(pace_is_behind(&pace));
}

static void nothing_drawn_asks_nothing(void **state)
{
    struct pace pace = {0};
    (void)state;
    assert_false(pace_send(&pace, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_that_never_answered_is_not_waited_for),
        cmocka_unit_test(a_frame_waits_until_the_one_before_was_shown),
        cmocka_unit_test(a_little_may_be_on_its_way),
        cmocka_unit_test(an_answer_that_is_lost_holds_nothing_up),
        cmocka_unit_test(nothing_drawn_asks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
