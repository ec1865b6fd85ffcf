/* What is saved of what is on hold: in the place of what is damaged, behind versions before and programs that were killed, and
 * beside others. */
#include "tests/unit/model/keep/hold_world.h"

#include <string.h>

/* As a version before has written them. */
#define BEFORE "sed -i 's/,\"AudioFile.*/}/' *.json"

/* From the hold_world.server, if that still gives the same. */
static void what_is_damaged_is_mended(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    hold_world_shell("truncate -s 100 47610.mp3");
    holds_look(hold_world.holds);
    hold_world_settle();
    assert_true(hold_world_found(OLD)->audio_is_damaged);
    hold_world.server.letter = 'b';
    hold_world_open_audio(true);
    hold_world_save();
    assert_int_equal(hold_world.failures, 1);
    assert_true(hold_world_found(OLD)->audio_is_damaged);
    hold_world.server.letter = 'a';
    hold_world_open_audio(true);
    hold_world_save();
    assert_int_equal(hold_world.failures, 1);
    assert_false(hold_world_found(OLD)->audio_is_damaged);
    assert_int_equal(kept_folder_count(&hold_world.root), 2);
    hold_world_open_audio(false);
    hold_world_expect(OLD, AUDIO_COMPLETE, 'a');
}

/* Such hold_world.holds say nothing of their audio: it is theirs, but nobody knows whether it is all. */
static void holds_of_versions_before_go_on(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    hold_world_shell(BEFORE);
    hold_world_open_audio(false);
    assert_true(hold_world_expect(OLD, AUDIO_UNPROVED, 'a').is_held);
    hold_world_close_holds();
    hold_world_open_holds();
    assert_true(hold_world_found(OLD)->audio_is_recorded);
    assert_false(hold_world_found(OLD)->audio_is_proved);
    assert_int_equal(strlen(hold_world_found(OLD)->audio_digest), 128);
    hold_world_shell(BEFORE);
    hold_world_shell("touch -d 2020-01-01 47610.mp3"); /* it was there before the hold, so it is of another */
    hold_world_open_audio(true);
    hold_world.server.letter = 'b';
    hold_world_expect(OLD, AUDIO_COMPLETE, 'b');
    holds_look(hold_world.holds);
    hold_world_settle();
    assert_null(hold_world_found(OLD)->audio);
}

/* A program that was killed between the file and what is written of it. */
static void what_a_kill_has_left_is_taken(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    hold_world.server.letter = 'b';
    hold_world_open_audio(true);
    hold_world_hold(NEW);
    hold_world_close_holds();
    hold_world_shell("sed -i 's/,\"AudioFile\":\"47610 (2).*/}/' *.json");
    hold_world_open_holds();
    assert_true(hold_world_found(NEW)->audio_is_recorded);
    assert_false(hold_world_found(NEW)->audio_is_proved);
    hold_world_open_audio(false);
    hold_world_expect(OLD, AUDIO_COMPLETE, 'a');
    hold_world_expect(NEW, AUDIO_UNPROVED, 'b');
}

/* It has saved the same while this one was about to: what it has written of it stays. */
static void another_program_may_be_faster(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    hold_world_shell("cp *.json ../newer && mv 47610.mp3 .. && " BEFORE);
    holds_look(hold_world.holds);
    hold_world_settle();
    assert_null(hold_world_found(OLD)->audio);
    hold_world_shell("mv ../47610.mp3 .");
    hold_world_open_audio(true);
    struct hold_saver *saver = hold_world_begin_saving();
    while (audio_status(hold_world.audio, CALL, OLD).state == AUDIO_ARRIVING)
        uv_run(&hold_world.fixture.loop, UV_RUN_ONCE);
    hold_world_shell("mv ../newer *.json");
    hold_world_end_saving(saver);
    assert_true(hold_world_found(OLD)->audio_is_proved);
}

static void what_is_released_meanwhile_leaves_nothing(void **state)
{
    (void)state;
    hold_world_put(OLD);
    struct hold_saver *saver = hold_world_begin_saving();
    holds_release(hold_world.holds, hold_world_found(OLD));
    hold_world_end_saving(saver);
    assert_int_equal(kept_folder_count(&hold_world.root), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_HOLDS(what_is_damaged_is_mended),
        WITH_HOLDS(holds_of_versions_before_go_on),
        WITH_HOLDS(what_a_kill_has_left_is_taken),
        WITH_HOLDS(another_program_may_be_faster),
        WITH_HOLDS(what_is_released_meanwhile_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
