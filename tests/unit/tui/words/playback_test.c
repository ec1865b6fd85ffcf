/* What the deck says of a call that plays. */
#include "tui/words/playback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void clocks_have_hours_only_where_there_are_some(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *text;
    } clocks[] = {{-5, "0:00"},       {0, "0:00"},          {999, "0:00"},         {130000, "2:10"},
                  {3599999, "59:59"}, {3600000, "1:00:00"}, {37230000, "10:20:30"}};
    char buffer[PLAYBACK_SIZE];
    for (size_t i = 0; i < COUNT(clocks); i++)
        assert_string_equal(playback_clock(buffer, clocks[i].ms), clocks[i].text);
}

static void times_in_a_call_are_read_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } good[] = {{"0", 0},       {"45", 45},        {"130", 130},    {"2:10", 130},       {"2.10", 130},
                {"02:05", 125}, {"1:02:03", 3723}, {"90:00", 5400}, {"3600000", 3600000}};
    static const char *const bad[] = {"",
                                      ":",
                                      "2:",
                                      "2:60",
                                      "2:10:",
                                      "1:2:3:4",
                                      "-5",
                                      "2:1x",
                                      " 2:10",
                                      "3600001",
                                      "1:60:0",
                                      "½",
                                      "99999999999999999999"};
    int64_t ms = 0;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(playback_parse(good[i].text, &ms));
        assert_int_equal(ms, good[i].seconds * 1000);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (playback_parse(bad[i], &ms))
            fail_msg("'%s' is no time", bad[i]);
}

static void positions_say_of_what_they_are(void **state)
{
    (void)state;
    char buffer[PLAYBACK_SIZE];
    struct deck_status status = {.state = DECK_PLAYING, .position_ms = 130000, .length_ms = 243000};
    assert_string_equal(playback_position(buffer, &status), "2:10 / 4:03");
    status.audio.state = AUDIO_ARRIVING;
    assert_string_equal(playback_position(buffer, &status), "2:10 / 4:03 so far");
    status.length_ms = 0;
    assert_string_equal(playback_position(buffer, &status), "2:10");
    status.is_command = true;
    assert_string_equal(playback_position(buffer, &status), "");
}

static void speed_silences_and_what_was_heard_are_told(void **state)
{
    (void)state;
    static const struct {
        double speed;
        const char *text;
    } speeds[] = {{0.5, " · 0.5×"}, {0.75, " · 0.75×"}, {1, ""}, {1.25, " · 1.25×"}, {3, " · 3×"}};
    const struct audio_shape shape = {.count = 1000};
    const struct audio_span heard[] = {{0, 200}, {500, 849}};
    char buffer[PLAYBACK_SIZE];
    struct deck_status status = {.state = DECK_PLAYING, .audio.state = AUDIO_COMPLETE, .audio.shape = &shape};
    for (size_t i = 0; i < COUNT(speeds); i++) {
        status.speed = speeds[i].speed;
        assert_string_equal(playback_ways(buffer, &status, true), speeds[i].text);
    }
    status.skips_silences = true;
    status.heard = heard;
    status.heard_count = COUNT(heard);
    assert_string_equal(playback_ways(buffer, &status, true), " · 3× · silences skipped · heard 54 %");
    assert_string_equal(playback_ways(buffer, &status, false), " · 3× · silences skipped");
}

static void states_are_said_in_words(void **state)
{
    (void)state;
    char buffer[PLAYBACK_SIZE];
    struct deck_status status = {.state = DECK_FETCHING, .audio.state = AUDIO_ARRIVING};
    assert_string_equal(playback_state(buffer, &status), "fetching");
    status.audio.bytes = 310999;
    assert_string_equal(playback_state(buffer, &status), "fetching, 310 kB so far");
    status.audio.total = 720000;
    assert_string_equal(playback_state(buffer, &status), "fetching, 43 %");
    status.is_paused = true;
    assert_string_equal(playback_state(buffer, &status), "paused, fetching, 43 %");
    status.state = DECK_PLAYING;
    assert_string_equal(playback_state(buffer, &status), "playing, fetching, 43 %");
    status.audio.state = AUDIO_COMPLETE;
    assert_string_equal(playback_state(buffer, &status), "playing");
    status.is_command = true;
    assert_string_equal(playback_state(buffer, &status), "playing by your own command: start and stop only");
    status.state = DECK_FAILED;
    assert_string_equal(playback_state(buffer, &status), "not played");
}

/* Wherever nothing is heard that is what is said, and never that it plays. */
static void nothing_plays_silently(void **state)
{
    (void)state;
    char buffer[PLAYBACK_SIZE];
    struct deck_status status = {.is_silent = true};
    for (status.state = DECK_STARTING; status.state <= DECK_FAILED; status.state++)
        assert_string_equal(playback_state(buffer, &status), "no sound device: nothing is heard here");
}

static void what_is_missing_is_told_with_the_key_that_asks_again(void **state)
{
    (void)state;
    char buffer[PLAYBACK_SIZE];
    struct deck_status status = {.state = DECK_PLAYING, .length_ms = 130000};
    assert_string_equal(playback_trouble(buffer, &status, 243000, "r"), "");
    status.audio.state = AUDIO_CUT;
    assert_string_equal(playback_trouble(buffer, &status, 243000, "r"),
                        "cut after 2:10 of 4:03; r tries again");
    assert_string_equal(playback_trouble(buffer, &status, 243000, NULL), "cut after 2:10 of 4:03");
    assert_string_equal(playback_trouble(buffer, &status, -1, "r"), "cut after 2:10; r tries again");
    assert_string_equal(playback_trouble(buffer, &status, 130000, "r"), "cut after 2:10; r tries again");
    status.length_ms = 0;
    assert_string_equal(playback_trouble(buffer, &status, 243000, "r"), "cut; r tries again");
    status.state = DECK_FAILED;
    failure_set(&status.failure, FAILURE_NOT_FOUND, "", "there is no audio of call 47610 (404)");
    assert_string_equal(playback_trouble(buffer, &status, 243000, "r"), "r tries again");
    assert_string_equal(playback_trouble(buffer, &status, 243000, NULL), "");
    status.is_silent = true;
    status.audio.state = AUDIO_COMPLETE;
    assert_string_equal(playback_trouble(buffer, &status, 243000, "r"), "");
}

static void audio_is_told_with_what_differs_from_the_call(void **state)
{
    (void)state;
    char buffer[PLAYBACK_SIZE];
    const struct audio_shape shape = {.channels = 2, .count = 12150};
    struct audio_sound sound = {
        .columns = 12150, .sounding = 7600, .longest_silence = {3600, 5150}, .talk_over = 260};
    struct audio_status audio = {.state = AUDIO_COMPLETE, .kind = AUDIO_MP3};
    assert_string_equal(playback_audio(buffer, &audio, 243000), "MP3");
    assert_string_equal(playback_sound(buffer, &audio), "");
    audio.shape = &shape;
    audio.sound = &sound;
    assert_string_equal(playback_audio(buffer, &audio, 243999), "4:03 · MP3 · 2 channels");
    assert_string_equal(playback_audio(buffer, &audio, -1), "4:03 · MP3 · 2 channels");
    assert_string_equal(playback_audio(buffer, &audio, 247000),
                        "4:03 · MP3 · 2 channels · 0:04 shorter than the call");
    audio.state = AUDIO_CUT;
    assert_string_equal(playback_audio(buffer, &audio, 242000),
                        "4:03 · MP3 · 2 channels · 0:01 longer than the call · cut: not all of it");
    assert_string_equal(playback_sound(buffer, &audio),
                        "62 % of it · longest silence 0:31, at 1:12 · both at once 0:05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_have_hours_only_where_there_are_some),
        cmocka_unit_test(times_in_a_call_are_read_or_refused),
        cmocka_unit_test(positions_say_of_what_they_are),
        cmocka_unit_test(speed_silences_and_what_was_heard_are_told),
        cmocka_unit_test(states_are_said_in_words),
        cmocka_unit_test(nothing_plays_silently),
        cmocka_unit_test(audio_is_told_with_what_differs_from_the_call),
        cmocka_unit_test(what_is_missing_is_told_with_the_key_that_asks_again),
    };
    return cmocka_run_group_tests_name("playback", tests, NULL, NULL);
}
