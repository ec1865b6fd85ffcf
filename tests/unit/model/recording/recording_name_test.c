/* Names of files that templates and recordings make, with recordings that want to be paths. */
#include "model/recording/recording_name.h"

#include "model/time/timestamp.h"
#include "net/base/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char right_to_left[] = {(char)0xe2, (char)0x80, (char)0xae, 'g', 'r', 'o', '\0'};

static struct recording known(void)
{
    struct recording recording = recording_unknown;
    const char start[] = "2024-05-03T12:22:10.5Z", end[] = "2024-05-03T12:30:00Z";
    recording.queue_call_id = 47610;
    recording.agent_id = 103;
    recording.started = timestamp_parse(start, strlen(start));
    recording.ended = timestamp_parse(end, strlen(end));
    recording.agent_name = "Ida Holm";
    recording.caller = "+4583123456";
    recording.file_name = "fef55002.mp3";
    recording.queue_name = "Sundhed";
    recording.type = "QueueCall";
    return recording;
}

static void assert_path(const char *name_template, const struct recording *recording, const char *expected)
{
    assert_true(recording_name_is_template(name_template));
    char *path = recording_name_path(name_template, recording, true, ".mp3");
    assert_string_equal(path, expected);
    free(path);
}

static void a_template_is_filled_in(void **state)
{
    (void)state;
    struct recording recording = known();
    setenv("HOME", "/home/ida", 1);
    assert_path("~/Recordings/{start:%Y-%m-%d}/{start:%H%M}_{agent}_{caller}_{call}_{file}.mp3", &recording,
                "/home/ida/Recordings/2024-05-03/1222_Ida Holm_+4583123456_47610_fef55002.mp3");
    assert_path("{caller4} {agentid} {queue} {type}", &recording, "3456 103 Sundhed QueueCall.mp3");
    assert_path("{start}-{end:%H.%M}", &recording, "2024-05-03_122210-12.30.mp3");
    assert_path("a{{{call}}}b/../c~", &recording, "a{47610}b/../c~.mp3");
    char *path = recording_name_path("{call}.mp3", &recording, true, ".wav");
    assert_string_equal(path, "47610.wav");
    free(path);
}

static void what_is_not_known_is_said(void **state)
{
    (void)state;
    assert_path("{start:%Y}/{end}_{agent}_{agentid}_{caller}_{caller4}_{call}_{file}_{queue}_{type}.mp3",
                &recording_unknown,
                "unknown/unknown_unknown_unknown_unknown_unknown_unknown_unknown_unknown_unknown.mp3");
}

static void local_time_is_that_of_the_zone(void **state)
{
    (void)state;
    struct recording recording = known();
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    char *path = recording_name_path("{start:%H%M}", &recording, false, ".mp3");
    assert_string_equal(path, "1422.mp3");
    free(path);
}

static void values_stay_within_their_name(void **state)
{
    (void)state;
    static const struct {
        const char *file, *expected;
    } names[] = {
        {"../../etc/passwd", "x/_._.._etc_passwd/y.mp3"},
        {"..", "x/unknown/y.mp3"},
        {".", "x/unknown/y.mp3"},
        {".bashrc", "x/_bashrc/y.mp3"},
        {"..\\..\\windows\\win.ini:x\n-rf", "x/_._.._windows_win.ini_x_-rf/y.mp3"},
        {"-rf", "x/_rf/y.mp3"},
        {"~root", "x/_root/y.mp3"},
        {"a\x1b[2Jb\x7f", "x/a_[2Jb_/y.mp3"},
        {"a\xc2\x9b"
         "31mb",
         "x/a_31mb/y.mp3"},
        {right_to_left, "x/_gro/y.mp3"},
        {"bad \xff\xfe\xc3( \xe2\x82", "x/bad ___( _/y.mp3"},
        {"end. . ", "x/end/y.mp3"},
        {"", "x/unknown/y.mp3"},
        {"   ", "x/unknown/y.mp3"},
        {"\xf0\x9f\x98\x80 S\xc3\xb8ren", "x/\xf0\x9f\x98\x80 S\xc3\xb8ren/y.mp3"},
        {"call.MP3", "x/call/y.mp3"},
        {"call.wav.mp3", "x/call.wav/y.mp3"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct recording recording = known();
        recording.file_name = names[i].file;
        assert_path("x/{file}/y.mp3", &recording, names[i].expected);
    }
}

static void letters_and_their_marks_are_one(void **state)
{
    (void)state;
    struct recording recording = known();
    recording.agent_name = "A\xcc\x8ase Go\xcc\x88ran e\xcc\x81 E\xcc\x81 x\xcc\x81"
                           "b";
    assert_path("{agent}", &recording,
                "\xc3\x85se G\xc3\xb6ran \xc3\xa9 \xc3\x89 x\xcc\x81"
                "b.mp3");
}

/* Of whole characters, and no part of the path longer than file systems allow. */
static void assert_fits(const char *path)
{
    for (const char *at = path; *at;) {
        uint32_t character;
        size_t taken = unicode_read(at, strlen(at), &character);
        assert_true(character != UNICODE_NONE);
        at += taken;
    }
    for (const char *name = path; name; name = strchr(name, '/') ? strchr(name, '/') + 1 : NULL)
        assert_in_range(strcspn(name, "/"), 1, RECORDING_NAME_MOST + strlen(".mp3"));
}

static void names_are_not_too_long(void **state)
{
    (void)state;
    char long_name[3001];
    for (unsigned width = 1; width <= 4; width++) {
        static const char *const letters[] = {"x", "\xc3\xb8", "\xe5\xb1\xb1", "\xf0\x9f\x98\x80"};
        struct recording recording = known();
        size_t length = 0;
        for (; length + width < sizeof long_name; length += width)
            memcpy(long_name + length, letters[width - 1], width);
        long_name[length] = '\0';
        recording.file_name = recording.agent_name = recording.caller = long_name;
        for (unsigned shift = 0; shift < 4; shift++) {
            static const char *const templates[] = {"{file}{agent}/{caller}", "a{file}/b{caller}{call}",
                                                    "ab{file}", "{call}/{call}abc{file}.mp3"};
            char *path = recording_name_path(templates[shift], &recording, true, ".mp3");
            assert_fits(path);
            free(path);
        }
    }
}

static void what_is_no_template_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "{",
        "}",
        "{call",
        "call}",
        "{nobody}",
        "{call:%Y}",
        "{start:}",
        "a/b/",
        "{start:%Y",
        "{{call}",
        "{call}}",
        "a\nb",
        "{ca{ll}}",
        "{}",
        "{CALL}",
        "{start:0123456789012345678901234567890123456789012345678901234567890123}"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (recording_name_is_template(wrong[i]))
            fail_msg("\"%s\" is taken for a template", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_is_filled_in),         cmocka_unit_test(what_is_not_known_is_said),
        cmocka_unit_test(local_time_is_that_of_the_zone),  cmocka_unit_test(values_stay_within_their_name),
        cmocka_unit_test(letters_and_their_marks_are_one), cmocka_unit_test(names_are_not_too_long),
        cmocka_unit_test(what_is_no_template_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
