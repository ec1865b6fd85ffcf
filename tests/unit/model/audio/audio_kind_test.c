/* What is recognised by its first bytes, and what is said of what is no audio. */
#include "model/audio/audio_kind.h"
#include "model/audio/mp3_frame.h"
#include "tests/unit/model/audio/made_mp3.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEXT(literal) literal, sizeof(literal) - 1

static void marks_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        enum audio_kind kind;
    } cases[] = {
        {TEXT("ID3\4\0\0\0\0\0\0"), AUDIO_MP3},
        {TEXT("RIFF\0\0\0\0WAVEfmt "), AUDIO_WAV},
        {TEXT("RIFF\0\0\0\0AVI LIST"), AUDIO_OTHER},
        {TEXT("OggS\0\2"), AUDIO_OGG},
        {TEXT("fLaC\0\0"), AUDIO_FLAC},
        {TEXT("<!DOCTYPE html>"), AUDIO_PAGE},
        {TEXT("\xef\xbb\xbf\r\n {\"Message\":\"no\"}"), AUDIO_JSON},
        {TEXT("null"), AUDIO_JSON},
        {TEXT("The recording is gone.\r\n"), AUDIO_TEXT},
        {TEXT(""), AUDIO_NOTHING},
        {TEXT(" \n"), AUDIO_NOTHING},
        {TEXT("\0\0\0\0\0\0\0\0\0\0\0\0\0"), AUDIO_OTHER},
        {TEXT("\x1f\x8b\x08"), AUDIO_OTHER},
        {TEXT("\xff"), AUDIO_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(audio_kind_of(cases[i].bytes, cases[i].length, true), cases[i].kind);
}

static void frames_are_known_without_a_mark(void **state)
{
    (void)state;
    struct made_mp3 made = made_mp3(false, false, false);
    made_mp3_add(&made, 200, MADE_LEFT);
    const char *bytes = (const char *)made.bytes;
    assert_int_equal(audio_kind_of(bytes, 1, false), AUDIO_UNDECIDED);
    assert_int_equal(audio_kind_of(bytes, 96, false), AUDIO_UNDECIDED);
    assert_int_equal(audio_kind_of(bytes, 100, false), AUDIO_MP3);
    struct made_mp3 late = {0};
    made_append(&late, "\0\0\xff\xfb\0\0\0", 7);
    made_append(&late, made.bytes, made.length);
    assert_int_equal(audio_kind_of((const char *)late.bytes, late.length, false), AUDIO_MP3);
    made_mp3_free(&late);
    made_mp3_free(&made);
}

/* A header alone is no sound: two bytes in many are one by chance. */
static void one_header_is_not_enough(void **state)
{
    (void)state;
    static char bytes[AUDIO_KIND_BYTES] = "\xff\xfb\x14\xc4";
    memset(bytes + 4, 0x80, sizeof bytes - 4);
    assert_int_equal(audio_kind_of(bytes, sizeof bytes, false), AUDIO_OTHER);
    assert_int_equal(audio_kind_of(bytes, 50, false), AUDIO_UNDECIDED);
}

static void what_is_none_is_told(void **state)
{
    (void)state;
    struct failure failure;
    audio_kind_explain(AUDIO_OTHER, "the audio of call 7", TEXT("\x1f\x8b\x08\0\0\0\0\0\0\0"), &failure);
    assert_non_null(strstr(failure.what, "the audio of call 7"));
    assert_non_null(strstr(failure.what, "1f 8b 08 00 00 00 00 00"));
    audio_kind_explain(AUDIO_PAGE, "the audio of call 7", TEXT("<html>"), &failure);
    assert_non_null(strstr(failure.what, "web page"));
    audio_kind_explain(AUDIO_NOTHING, "the audio of call 7", "", 0, &failure);
    assert_non_null(strstr(failure.what, "nothing"));
    assert_int_equal(failure.kind, FAILURE_ANSWER);
}

static void headers_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        unsigned samples, rate, channels;
    } cases[] = {
        {"\xff\xfb\x14\xc4", 96, 1152, 48000, 1},  {"\xff\xfb\x90\x04", 417, 1152, 44100, 2},
        {"\xff\xe3\x48\xc0", 288, 576, 8000, 1},   {"\xff\xf3\x18\xc0", 36, 576, 16000, 1},
        {"\xff\xff\x14\xc4", 32, 384, 48000, 1},   {"\xff\xfd\x94\x04", 480, 1152, 48000, 2},
        {"\xff\xfb\x92\x04", 418, 1152, 44100, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mp3_frame frame;
        assert_true(mp3_frame_read((const unsigned char *)cases[i].bytes, &frame));
        assert_int_equal(frame.size, cases[i].size);
        assert_int_equal(frame.samples, cases[i].samples);
        assert_int_equal(frame.rate, cases[i].rate);
        assert_int_equal(frame.channels, cases[i].channels);
    }
    struct mp3_frame frame;
    assert_false(mp3_frame_read((const unsigned char *)"\xff\xfb\x04\xc4", &frame)); /* free format */
    assert_false(mp3_frame_read((const unsigned char *)"\xff\xeb\x14\xc4", &frame));
    assert_false(mp3_frame_read((const unsigned char *)"\xff\xf9\x14\xc4", &frame)); /* ADTS */
}

static void a_frame_that_describes_says_how_long_all_is(void **state)
{
    (void)state;
    for (int stereo = 0; stereo < 2; stereo++) {
        bool describes;
        struct mp3_frame frame;
        struct made_mp3 made = made_mp3(stereo, true, true);
        made_mp3_add(&made, 5000, MADE_LEFT);
        made_mp3_end(&made);
        assert_true(mp3_frame_read(made.bytes, &frame));
        assert_int_equal(mp3_announced(made.bytes, &frame, &describes), made.length);
        assert_true(describes);
        assert_int_equal(mp3_announced(made.bytes + frame.size, &frame, &describes), 0);
        assert_false(describes);
        made_mp3_free(&made);
    }
}

/* Of which each may give the bytes, the frames, both or neither. */
static void all_ways_to_describe_are_read(void **state)
{
    (void)state;
    enum { BYTES = 70000, SIDE = 4 + 17, VBRI = 36 };
    static const struct {
        size_t at;
        const char *tag; /* of 8 bytes */
        size_t bytes_at; /* behind the tag */
        uint64_t announced;
    } cases[] = {
        {SIDE, "Xing\0\0\0\3", 12, BYTES}, {SIDE, "Info\0\0\0\3", 12, BYTES},
        {SIDE, "Info\0\0\0\2", 8, BYTES},  {SIDE, "Info\0\0\0\1", 12, 0},
        {VBRI, "VBRI\0\1\0\0", 10, BYTES},
    };
    static const unsigned char number[] = {0, 1, 0x11, 0x70}; /* 70,000 */
    const struct mp3_frame frame = {
        .size = 200, .samples = 1152, .rate = 48000, .channels = 1, .version = 3, .layer = 3};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool describes = false;
        unsigned char bytes[200] = {0xff, 0xfb, 0x54, 0xc4};
        for (size_t j = 0; j < 8; j++)
            bytes[cases[i].at + j] = (unsigned char)cases[i].tag[j];
        memcpy(bytes + cases[i].at + cases[i].bytes_at, number, sizeof number);
        assert_int_equal(mp3_announced(bytes, &frame, &describes), cases[i].announced);
        assert_true(describes);
    }
}

static void tags_have_their_size(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
    } cases[] = {
        {"ID3\4\0\0\0\0\1\5", 10 + 128 + 5}, {"ID3\4\0\x10\0\0\0\5", 10 + 5 + 10}, /* a footer */
        {"ID3\4\0\0\0\0\x80\5", 0},          {"ID3\xff\0\0\0\0\0\5", 0},           {"ID4\4\0\0\0\0\0\5", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(mp3_tag_size((const unsigned char *)cases[i].bytes), cases[i].size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_known),
        cmocka_unit_test(frames_are_known_without_a_mark),
        cmocka_unit_test(one_header_is_not_enough),
        cmocka_unit_test(what_is_none_is_told),
        cmocka_unit_test(headers_are_read),
        cmocka_unit_test(a_frame_that_describes_says_how_long_all_is),
        cmocka_unit_test(all_ways_to_describe_are_read),
        cmocka_unit_test(tags_have_their_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
