/* What is heard of what is on hold: whose each copy is, whether it is all, and none that is damaged. */
#include "tests/unit/model/keep/hold_world.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void a_copy_is_proved_if_the_server_told_its_length(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    assert_true(hold_world_found(OLD)->audio_is_proved);
    assert_int_equal(hold_world_found(OLD)->audio_size, hold_world.server.file.length + TAG);
    assert_int_equal(strlen(hold_world_found(OLD)->audio_digest), 128);
    hold_world_open_audio(false);
    assert_true(hold_world_expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    hold_world.server.has_no_length = true;
    hold_world_open_audio(true);
    hold_world_hold(NEW);
    assert_false(hold_world_found(NEW)->audio_is_proved);
    hold_world_open_audio(false);
    assert_true(hold_world_expect(NEW, AUDIO_UNPROVED, 'a').is_held);
}

/* As after a restore of the hold_world.server. */
static void another_recording_of_the_call_has_its_own(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    hold_world.server.letter = 'b';
    hold_world_open_audio(true);
    assert_false(hold_world_expect(NEW, AUDIO_COMPLETE, 'b').is_held);
    assert_true(hold_world_expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    hold_world_hold(NEW);
    hold_world.server.letter = 'c';
    hold_world_open_audio(true);
    assert_true(hold_world_expect(NEW, AUDIO_COMPLETE, 'b').is_held);
    assert_true(hold_world_expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    hold_world_put(OLD); /* with another reason, say */
    hold_world_open_audio(false);
    assert_true(hold_world_expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    assert_int_equal(kept_folder_count(&hold_world.root), 4);
    holds_release(hold_world.holds, hold_world_found(OLD));
    hold_world_settle();
    assert_int_equal(kept_folder_count(&hold_world.root), 2);
    hold_world_open_audio(true);
    assert_true(hold_world_expect(NEW, AUDIO_COMPLETE, 'b').is_held);
    assert_false(hold_world_expect(OLD, AUDIO_COMPLETE, 'c').is_held);
    holds_release(hold_world.holds, hold_world_found(NEW));
    hold_world_settle();
    assert_int_equal(kept_folder_count(&hold_world.root), 0);
}

/* Of a call that both have, at once. */
static void two_recordings_may_have_the_same(void **state)
{
    (void)state;
    hold_world_put(OLD);
    hold_world_hold(NEW);
    assert_int_equal(kept_folder_count(&hold_world.root), 3);
    hold_world_open_audio(false);
    hold_world_expect(OLD, AUDIO_COMPLETE, 'a');
    holds_release(hold_world.holds, hold_world_found(OLD));
    hold_world_settle();
    hold_world_open_audio(false);
    hold_world_expect(NEW, AUDIO_COMPLETE, 'a');
    assert_non_null(strstr(hold_world_expect(OLD, AUDIO_FAILED, 0).failure.what, "is not on hold"));
}

/* What the hold_world.server no longer has is not what it gives for that call by now. */
static void what_is_gone_is_not_asked_for(void **state)
{
    (void)state;
    hold_world_put(OLD);
    assert_true(hold_files_note_gone(hold_world.folder, CALL, OLD));
    const struct audio_status lost = hold_world_expect(OLD, AUDIO_FAILED, 0);
    assert_true(strstr(lost.failure.what, "without its audio") && !lost.damage); /* nothing was damaged */
    assert_int_equal(hold_world.server.asked, 0);
    hold_world_expect(NULL, AUDIO_COMPLETE, 'a'); /* whichever */
    assert_int_equal(hold_world.server.asked, 1);
}

/* Of whichever recording: what the hold_world.server has, else the copy of what it had. */
static void a_number_alone_is_what_the_server_has(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    hold_world.server.letter = 'b';
    hold_world_open_audio(true);
    assert_true(hold_world_expect(NULL, AUDIO_COMPLETE, 'a').is_held);
    assert_true(hold_files_note_gone(hold_world.folder, CALL, OLD));
    hold_world_open_audio(true);
    assert_false(hold_world_expect(NULL, AUDIO_COMPLETE, 'b').is_held);
    hold_world.server.has_none = true;
    hold_world_open_audio(true);
    assert_true(hold_world_expect(NULL, AUDIO_COMPLETE, 'a').is_held);
}

static void what_is_damaged_is_not_heard(void **state)
{
    static const char *const damages[] = {
        "printf x >>C",
        "truncate -s -1 C",
        "truncate -s 0 C",
        "rm C",
        "printf b | dd of=C bs=1 seek=19 conv=notrunc 2>/dev/null",
        "printf b | dd of=C bs=1 seek=9000 conv=notrunc 2>/dev/null",
        "head -c $(stat -c %s C) /dev/zero >D && mv D C",
        "rm C && ln -s ../good C",
        "rm C && mkdir C",
        "rm C && mkfifo C",
        "echo '<html>' >C",
    };
    (void)state;
    char line[COMMAND_SIZE];
    hold_world_hold(OLD);
    hold_world_shell("mv 47610.mp3 ../good");
    hold_world.server.letter = 'b';
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        snprintf(
            line, sizeof line,
            "rm -rf C 47610.mp3 && cp ../good C && %s; if [ -e C ] || [ -L C ]; then mv -T C 47610.mp3; fi",
            damages[i]);
        hold_world_shell(line);
        hold_world_open_audio(false);
        const struct audio_status offline = hold_world_expect(OLD, AUDIO_FAILED, 0);
        if (!strstr(offline.failure.what, "on hold is damaged"))
            fail_msg("%s: %s", damages[i], offline.failure.what);
        hold_world_open_audio(true);
        const struct audio_status online = hold_world_expect(OLD, AUDIO_COMPLETE, 'b');
        assert_false(online.is_held);
        assert_non_null(online.damage);
    }
    hold_world_shell("rm -r 47610.mp3; cp ../good 47610.mp3");
    hold_world_open_audio(true);
    assert_true(hold_world_expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    assert_null(audio_status(hold_world.audio, CALL, OLD).damage);
}

/* Nor is what the hold_world.server has of that call by now taken for it. */
static void what_is_damaged_and_gone_is_lost(void **state)
{
    (void)state;
    hold_world_hold(OLD);
    assert_true(hold_files_note_gone(hold_world.folder, CALL, OLD));
    hold_world_shell("printf x >>47610.mp3");
    hold_world.server.asked = 0;
    hold_world_open_audio(true);
    assert_non_null(strstr(hold_world_expect(OLD, AUDIO_FAILED, 0).failure.what, "on hold is damaged"));
    assert_int_equal(hold_world.server.asked, 0);
}

/* As on a disk that is not there now: the server's audio may be that of another recording, so it is told. */
static void what_cannot_be_looked_up_is_not_taken_for_none(void **state)
{
    char aside[sizeof hold_world.folder + sizeof "-aside"];
    (void)state;
    hold_world_hold(OLD);
    hold_world.server.letter = 'b';
    snprintf(aside, sizeof aside, "%s-aside", hold_world.folder);
    assert_int_equal(rename(hold_world.folder, aside), 0);
    assert_int_equal(symlink("/nowhere/held", hold_world.folder), 0);
    hold_world_open_audio(false);
    const struct audio_status offline = hold_world_expect(OLD, AUDIO_FAILED, 0);
    hold_world_open_audio(true);
    const struct audio_status online = hold_world_expect(OLD, AUDIO_COMPLETE, 'b');
    const bool is_told = online.damage && strstr(online.damage->what, "what is on hold cannot be read");
    assert_int_equal(unlink(hold_world.folder), 0);
    assert_int_equal(rename(aside, hold_world.folder), 0);
    assert_non_null(strstr(offline.failure.what, "what is on hold cannot be read"));
    assert_true(is_told && !online.is_held);
    hold_world_open_audio(true);
    assert_true(hold_world_expect(OLD, AUDIO_COMPLETE, 'a').is_held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_HOLDS(a_copy_is_proved_if_the_server_told_its_length),
        WITH_HOLDS(another_recording_of_the_call_has_its_own),
        WITH_HOLDS(two_recordings_may_have_the_same),
        WITH_HOLDS(what_is_gone_is_not_asked_for),
        WITH_HOLDS(a_number_alone_is_what_the_server_has),
        WITH_HOLDS(what_is_damaged_is_not_heard),
        WITH_HOLDS(what_is_damaged_and_gone_is_lost),
        WITH_HOLDS(what_cannot_be_looked_up_is_not_taken_for_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
