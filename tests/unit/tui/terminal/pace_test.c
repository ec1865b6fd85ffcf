/* When a frame waits for the terminal, and how much of it is sent at once. */
#include "tui/terminal/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { FRAME = 2000, ROUND_TRIP = 100 /* ms */, SLOW = 1, FAST = 100 /* bytes in a ms */ };

/* A terminal that has answered a question in front of the first frame. */
static struct pace opened(uint64_t *now)
{
    struct pace pace;
    pace_open(&pace);
    pace_ask(&pace, *now);
    *now += ROUND_TRIP;
    pace_answered(&pace, *now);
    return pace;
}

/* Sends and has it answered when the line has taken it. */
static void send_over(struct pace *pace, size_t bytes, unsigned bytes_in_ms, uint64_t *now)
{
    assert_true(pace_send(pace, bytes, *now));
    *now += ROUND_TRIP + bytes / bytes_in_ms;
    pace_answered(pace, *now);
}

static void a_terminal_that_never_answered_is_not_waited_for(void **state)
{
    struct pace pace;
    (void)state;
    pace_open(&pace);
    for (int i = 0; i < PACE_QUESTIONS; i++) {
        assert_true(pace_send(&pace, FRAME, 0));
        assert_false(pace_is_behind(&pace));
    }
    assert_false(pace_send(&pace, FRAME, 0)); /* enough is asked */
    assert_false(pace_is_behind(&pace));
    assert_int_equal(pace_room(&pace), SIZE_MAX);
}

static void a_frame_waits_until_the_one_before_was_shown(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    assert_true(pace_send(&pace, FRAME, now));
    assert_true(pace_is_behind(&pace));
    pace_answered(&pace, now + ROUND_TRIP);
    assert_false(pace_is_behind(&pace));
}

static void a_little_may_be_on_its_way(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    assert_true(pace_send(&pace, PACE_WINDOW / 2, now));
    assert_false(pace_is_behind(&pace));
    assert_true(pace_send(&pace, PACE_WINDOW, now));
    assert_true(pace_is_behind(&pace));
    pace_answered(&pace, now + ROUND_TRIP); /* the second is still on its way */
    assert_false(pace_is_behind(&pace));
    assert_true(pace_send(&pace, 1, now + ROUND_TRIP));
    assert_true(pace_is_behind(&pace));
}

static void an_answer_that_is_lost_holds_nothing_up(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    pace_send(&pace, FRAME, now);
    assert_true(pace_patience(&pace) > PACE_PATIENCE);
    pace_give_up(&pace);
    assert_false(pace_is_behind(&pace));
    pace_send(&pace, FRAME, now);
    assert_false(pace_is_behind(&pace));
    pace_answered(&pace, now);
    assert_true(pace_send(&pace, FRAME, now));
    assert_true(pace_is_behind(&pace));
}

static void an_answer_that_another_program_got_is_not_counted(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    pace_send(&pace, FRAME, now);
    pace_forget(&pace);
    assert_false(pace_is_behind(&pace));
    now += 3600 * (uint64_t)1000;
    send_over(&pace, FRAME, FAST, &now);
    assert_int_equal(pace_room(&pace), SIZE_MAX);
    assert_false(pace_is_behind(&pace));
}

static void nothing_drawn_asks_nothing(void **state)
{
    struct pace pace;
    (void)state;
    pace_open(&pace);
    assert_false(pace_send(&pace, 0, 0));
}

static void frames_are_whole_where_only_the_way_is_long(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    for (int i = 0; i < 3; i++) {
        send_over(&pace, FRAME, FAST, &now);
        assert_int_equal(pace_room(&pace), SIZE_MAX);
        send_over(&pace, 60, FAST, &now);
    }
}

/* As much as a quarter of a second and a round trip take, in two parts: the line always has one of them. */
static void frames_come_in_parts_on_a_slow_line(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    send_over(&pace, FRAME, SLOW, &now);
    size_t part = pace_room(&pace);
    assert_int_equal(part, (PACE_DELAY + ROUND_TRIP) * SLOW / 2);
    pace_send(&pace, part, now);
    assert_false(pace_is_behind(&pace));
    pace_send(&pace, part, now);
    assert_true(pace_is_behind(&pace));
    pace_answered(&pace, now + ROUND_TRIP + part / SLOW);
    assert_false(pace_is_behind(&pace));
    pace_answered(&pace, now + ROUND_TRIP + 2 * part / SLOW);
    assert_int_equal(pace_room(&pace), part);
}

static void less_is_on_its_way_while_one_frame_overtakes_the_other(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    send_over(&pace, FRAME, SLOW, &now);
    size_t part = pace_room(&pace), hurried = (size_t)(PACE_HURRIED_DELAY + ROUND_TRIP) * SLOW;
    pace_hurry(&pace, true);
    assert_int_equal(pace_room(&pace), hurried / 2);
    for (int i = 0; i < 3; i++) {
        pace_send(&pace, hurried / 2, now);
        assert_false(pace_is_behind(&pace));
        pace_send(&pace, hurried / 2, now);
        assert_true(pace_is_behind(&pace));
        now += ROUND_TRIP;
        pace_answered(&pace, now); /* at once: so few do not tell how fast the line is */
        pace_answered(&pace, now);
    }
    pace_hurry(&pace, false);
    assert_int_equal(pace_room(&pace), part);
}

static void a_few_bytes_do_not_tell_how_fast_a_line_is(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    send_over(&pace, FRAME, SLOW, &now);
    size_t part = pace_room(&pace);
    pace_send(&pace, 20, now);
    now += ROUND_TRIP;
    pace_answered(&pace, now);
    assert_int_equal(pace_room(&pace), part);
}

static void a_line_that_stalled_is_soon_fast_again(void **state)
{
    uint64_t now = 0;
    struct pace pace = opened(&now);
    (void)state;
    send_over(&pace, FRAME, SLOW, &now);
    for (int i = 0; pace_room(&pace) < SIZE_MAX; i++) {
        assert_true(i < 5);
        send_over(&pace, pace_room(&pace), FAST, &now);
    }
}

/* What a busy processor, or the network, holds up comes in one piece then. */
static void answers_that_are_held_up_make_no_line_fast(void **state)
{
    enum { SHORT = 10 /* ms */, HELD_UP = 15 };
    uint64_t now = 0;
    struct pace pace;
    (void)state;
    pace_open(&pace);
    pace_ask(&pace, now);
    pace_answered(&pace, now += SHORT);
    send_over(&pace, FRAME, SLOW, &now);
    pace_send(&pace, pace_room(&pace), now);
    pace_send(&pace, pace_room(&pace), now);
    pace_answered(&pace, now += PACE_DELAY);
    pace_answered(&pace, now += HELD_UP);
    assert_true(pace_room(&pace) < SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_that_never_answered_is_not_waited_for),
        cmocka_unit_test(a_frame_waits_until_the_one_before_was_shown),
        cmocka_unit_test(a_little_may_be_on_its_way),
        cmocka_unit_test(an_answer_that_is_lost_holds_nothing_up),
        cmocka_unit_test(an_answer_that_another_program_got_is_not_counted),
        cmocka_unit_test(nothing_drawn_asks_nothing),
        cmocka_unit_test(frames_are_whole_where_only_the_way_is_long),
        cmocka_unit_test(frames_come_in_parts_on_a_slow_line),
        cmocka_unit_test(less_is_on_its_way_while_one_frame_overtakes_the_other),
        cmocka_unit_test(a_few_bytes_do_not_tell_how_fast_a_line_is),
        cmocka_unit_test(a_line_that_stalled_is_soon_fast_again),
        cmocka_unit_test(answers_that_are_held_up_make_no_line_fast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
