/* The first frame waits for its rows, but not for ever, and only the first. What comes behind it waits for the terminal,
 * but not for ever either. */
#include "tui/terminal/first_frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct place {
    uv_loop_t loop;
    struct first_frame frame;
};

static int open_place(void **state)
{
    static struct place place;
    assert_int_equal(uv_loop_init(&place.loop), 0);
    first_frame_open(&place.frame, &place.loop);
    *state = &place;
    return 0;
}

static int close_place(void **state)
{
    struct place *place = *state;
    first_frame_close(&place->frame);
    uv_run(&place->loop, UV_RUN_DEFAULT);
    return uv_loop_close(&place->loop);
}

static void test_where_no_rows_come_it_is_drawn_at_once(void **state)
{
    struct place *place = *state;
    assert_false(first_frame_awaits(&place->frame, false));
    assert_false(uv_loop_alive(&place->loop));
}

static void test_it_waits_until_the_rows_have_come(void **state)
{
    struct place *place = *state;
    assert_true(first_frame_awaits(&place->frame, true));
    assert_true(first_frame_awaits(&place->frame, true));
    assert_false(first_frame_awaits(&place->frame, false));
    assert_false(uv_loop_alive(&place->loop)); /* nothing wakes the loop for it any more */
}

static void test_rows_that_take_long_are_not_waited_for(void **state)
{
    struct place *place = *state;
    assert_true(first_frame_awaits(&place->frame, true));
    uv_run(&place->loop, UV_RUN_DEFAULT); /* ends with the patience */
    assert_false(first_frame_awaits(&place->frame, true));
}

static void on_tick(uv_timer_t *timer)
{
    (void)timer;
}

/* However often it is asked meanwhile: the patience is that of all of it. */
static void test_asking_again_does_not_make_it_wait_longer(void **state)
{
    struct place *place = *state;
    uv_timer_t tick;
    uv_timer_init(&place->loop, &tick);
    uv_timer_start(&tick, on_tick, 1, 1);
    uint64_t begun = uv_now(&place->loop);
    while (first_frame_awaits(&place->frame, true)) {
        assert_true(uv_now(&place->loop) - begun < (uint64_t)100 * FIRST_FRAME_PATIENCE);
        uv_run(&place->loop, UV_RUN_ONCE);
    }
    uv_close((uv_handle_t *)&tick, NULL);
    uv_run(&place->loop, UV_RUN_DEFAULT);
}

static void test_later_frames_wait_for_nothing(void **state)
{
    struct place *place = *state;
    assert_false(first_frame_awaits(&place->frame, false));
    assert_false(first_frame_awaits(&place->frame, true));
}

static void test_a_terminal_that_tells_nothing_is_not_waited_for(void **state)
{
    struct place *place = *state;
    assert_false(first_frame_awaits(&place->frame, false));
    assert_true(first_frame_awaits_terminal(&place->frame));
    assert_true(first_frame_awaits_terminal(&place->frame));
    uv_run(&place->loop, UV_RUN_DEFAULT); /* ends with the patience */
    assert_false(first_frame_awaits_terminal(&place->frame));
    assert_false(uv_loop_alive(&place->loop));
}

static void test_the_terminal_has_its_time_also_where_the_rows_took_theirs(void **state)
{
    struct place *place = *state;
    assert_true(first_frame_awaits(&place->frame, true));
    uv_run(&place->loop, UV_RUN_DEFAULT);
    assert_false(first_frame_awaits(&place->frame, true));
    assert_true(first_frame_awaits_terminal(&place->frame));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_where_no_rows_come_it_is_drawn_at_once, open_place, close_place),
        cmocka_unit_test_setup_teardown(test_it_waits_until_the_rows_have_come, open_place, close_place),
        cmocka_unit_test_setup_teardown(test_rows_that_take_long_are_not_waited_for, open_place, close_place),
        cmocka_unit_test_setup_teardown(test_asking_again_does_not_make_it_wait_longer, open_place,
                                        close_place),
        cmocka_unit_test_setup_teardown(test_later_frames_wait_for_nothing, open_place, close_place),
        cmocka_unit_test_setup_teardown(test_a_terminal_that_tells_nothing_is_not_waited_for, open_place,
                                        close_place),
        cmocka_unit_test_setup_teardown(test_the_terminal_has_its_time_also_where_the_rows_took_theirs,
                                        open_place, close_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
