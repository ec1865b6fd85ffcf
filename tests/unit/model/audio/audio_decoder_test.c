/* The shape of audio: where its tones are, how long it is, and that damage costs neither time nor memory. */
#include "model/audio/audio_decoder.h"
#include "model/audio/audio_sound.h"
#include "tests/unit/model/audio/made_mp3.h"
#include "tests/unit/model/audio/made_wav.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static struct audio_shape shape;
static struct audio_facts facts;

static int clear(void **state)
{
    (void)state;
    audio_shape_clear(&shape);
    return 0;
}

static int file_with(const void *bytes, size_t length)
{
    int file = memfd_create("audio", MFD_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), length);
    return file;
}

/* Decodes in pieces of `step` bytes as they would come; the last is the end. */
static void decode_in(enum audio_kind kind, const void *bytes, size_t length, size_t step)
{
    struct audio_decoder *decoder = audio_decoder_new(kind, file_with(bytes, length));
    audio_shape_clear(&shape);
    for (size_t size = step < length ? step : length;; size = size + step < length ? size + step : length) {
        bool is_more = true;
        while (is_more) {
            struct audio_shape piece = {0};
            is_more = audio_decoder_run(decoder, size, size == length, &piece);
            audio_shape_append(&shape, &piece);
            audio_shape_clear(&piece);
        }
        if (size == length)
            break;
    }
    facts = audio_decoder_facts(decoder);
    audio_decoder_free(&decoder);
    assert_true(facts.is_over);
}

static void decode(enum audio_kind kind, const void *bytes, size_t length)
{
    decode_in(kind, bytes, length, length);
}

/* There is a tone in a channel from one time to another, ms, and no other one a good deal before and behind.
 */
static void assert_tone(unsigned channel, size_t from, size_t to)
{
    enum { ABOUT = 3 }; /* columns: a frame and the reach of the filter */
    assert_true(channel < shape.channels);
    const struct audio_column *columns = shape.columns[channel];
    size_t begin = from / AUDIO_COLUMN_MS, end = to / AUDIO_COLUMN_MS;
    assert_true(end + 20 < shape.count && begin > 20);
    for (size_t i = begin + ABOUT; i + ABOUT < end; i++)
        assert_true(columns[i].level > 120 && columns[i].peak > 10);
    for (size_t i = 0; i < 20; i++) {
        assert_true(columns[begin - ABOUT - i].level < 90);
        assert_true(columns[end + ABOUT + i].level < 90);
    }
}

static void assert_about(int64_t value, int64_t expected, int64_t by)
{
    if (value < expected - by || value > expected + by)
        fail_msg("%lld is not %lld within %lld", (long long)value, (long long)expected, (long long)by);
}

/* Tones from second 2 to 3 left, from 5 to 6 right; ten seconds. */
static struct made_mp3 two_tones(bool stereo, bool varies, bool describes)
{
    struct made_mp3 made = made_mp3(stereo, varies, describes);
    unsigned right = stereo ? MADE_RIGHT : MADE_LEFT;
    made_mp3_add(&made, 2000, 0);
    made_mp3_add(&made, 3000, MADE_LEFT);
    made_mp3_add(&made, 5000, 0);
    made_mp3_add(&made, 6000, right);
    made_mp3_add(&made, 10000, 0);
    if (describes)
        made_mp3_end(&made);
    return made;
}

static void tones_are_where_they_are(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++) {
        bool stereo = i & 1, varies = i & 2, describes = i & 4;
        struct made_mp3 made = two_tones(stereo, varies, describes);
        decode(AUDIO_MP3, made.bytes, made.length);
        assert_true(facts.has_shape);
        assert_false(facts.is_cut);
        assert_int_equal(facts.rate, 48000);
        assert_int_equal(shape.channels, stereo ? 2 : 1);
        int64_t left_out = describes ? 529 * 1000 / 48000 : 0; /* as decoders do where that may be known */
        assert_about(audio_shape_length_ms(&shape), (int64_t)made.frames * MADE_FRAME_MS - left_out, 1);
        assert_tone(0, 2000, 3000);
        assert_tone(stereo, 5000, 6000);
        made_mp3_free(&made);
    }
}

static void pieces_give_the_same(void **state)
{
    (void)state;
    static const size_t steps[] = {1, 7, 100, 1000, 70000};
    struct made_mp3 made = two_tones(true, true, true);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        decode(AUDIO_MP3, made.bytes, made.length);
        struct audio_shape whole = shape;
        memset(&shape, 0, sizeof shape);
        decode_in(AUDIO_MP3, made.bytes, made.length, steps[i]);
        assert_int_equal(shape.count, whole.count);
        for (unsigned channel = 0; channel < 2; channel++)
            assert_memory_equal(shape.columns[channel], whole.columns[channel],
                                shape.count * sizeof(struct audio_column));
        audio_shape_clear(&whole);
    }
    made_mp3_free(&made);
}

/* All but the last frame, of which nothing is missing, is shorter by its own word. */
static void what_is_cut_is_known(void **state)
{
    (void)state;
    for (int describes = 0; describes < 2; describes++) {
        struct made_mp3 made = two_tones(false, false, describes);
        for (unsigned tenth = 1; tenth <= 10; tenth++) {
            size_t length = made.length * tenth / 10;
            decode(AUDIO_MP3, made.bytes, length);
            bool is_at_seam = !describes && length % 96 == 0;
            assert_int_equal(facts.is_cut, tenth < 10 && !is_at_seam);
            int64_t expected = (int64_t)made.frames * MADE_FRAME_MS * tenth / 10;
            assert_about(audio_shape_length_ms(&shape), expected, (int64_t)4 * MADE_FRAME_MS);
        }
        made_mp3_free(&made);
    }
}

/* Tags before and behind, and junk within: what can be decoded is where it would be. */
static void tags_and_junk_are_no_sound(void **state)
{
    (void)state;
    struct made_mp3 made = two_tones(false, true, false), all = {0};
    unsigned char *junk = memset(malloc(50000), 0xff, 50000);
    made_append(&all, "ID3\4\0\0\0\3\6\120", 10); /* of 50,000 bytes */
    made_append(&all, junk, 50000);
    made_append(&all, made.bytes, made.length);
    made_append(&all, junk, 50000);
    made_append(&all, made.bytes, made.length);
    made_append(&all, "TAG with 128 bytes at the end of all", 36);
    decode(AUDIO_MP3, all.bytes, all.length);
    assert_false(facts.is_cut);
    assert_about(audio_shape_length_ms(&shape), (int64_t)made.frames * MADE_FRAME_MS * 2, MADE_FRAME_MS);
    assert_tone(0, 2000, 3000);
    assert_tone(0, 11984, 12984);
    free(junk);
    made_mp3_free(&made);
    made_mp3_free(&all);
}

/* It could claim to be as long as all that follows. */
static void junk_that_looks_like_a_tag_is_none(void **state)
{
    (void)state;
    struct made_mp3 made = two_tones(false, false, false), all = {0};
    made_append(&all, made.bytes, made.length);
    made_append(&all,
                "junk"
                "ID3\4\0\0\177\177\177\177",
                14);
    made_append(&all, made.bytes, made.length);
    decode(AUDIO_MP3, all.bytes, all.length);
    assert_about(audio_shape_length_ms(&shape), (int64_t)made.frames * MADE_FRAME_MS * 2, MADE_FRAME_MS);
    made_mp3_free(&made);
    made_mp3_free(&all);
}

/* Frames whose inside is damaged last as long as others. */
static void damage_does_not_move_what_follows(void **state)
{
    (void)state;
    struct made_mp3 made = two_tones(false, false, false);
    for (size_t frame = 10; frame < 60; frame++)
        memset(made.bytes + frame * 96 + 4, 0xa5, 90);
    decode(AUDIO_MP3, made.bytes, made.length);
    assert_about(audio_shape_length_ms(&shape), (int64_t)made.frames * MADE_FRAME_MS, MADE_FRAME_MS);
    assert_tone(0, 5000, 6000);
    made_mp3_free(&made);
}

/* Bytes that this program has read of files so far. */
static unsigned long long bytes_read(void)
{
    char line[64];
    FILE *file = fopen("/proc/self/io", "re");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    assert_memory_equal(line, "rchar: ", 7);
    return strtoull(line + 7, NULL, 10);
}

static void small_steps_read_nothing_again(void **state)
{
    (void)state;
    static const struct {
        enum audio_kind kind;
        const char *part; /* one after the other */
        size_t size;
    } hostile[] = {{AUDIO_MP3, "ID3\4\0\0\0\0\0\0", 10}, {AUDIO_WAV, "\0\0\0\0junk", 8}};
    static char bytes[300 * 1024];
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        for (size_t at = 0; at < sizeof bytes; at++)
            bytes[at] = hostile[i].part[at % hostile[i].size];
        unsigned long long before = bytes_read();
        decode(hostile[i].kind, bytes, sizeof bytes);
        assert_false(facts.has_shape);
        assert_in_range(bytes_read() - before, sizeof bytes, 3 * sizeof bytes);
    }
}

static void what_is_no_sound_has_no_shape(void **state)
{
    (void)state;
    static const char *const texts[] = {"x",
                                        "RIFF",
                                        "RIFF\1\1\1\1WAVE",
                                        "ID3",
                                        "ID3\4\0\0\177\177\177\177",
                                        "RIFF\1\1\1\1WAVEdata\1\1\1\1abcdefgh"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int kind = AUDIO_MP3; kind <= AUDIO_FLAC; kind++) {
            size_t length = i == 4 ? 10 : strlen(texts[i]);
            decode((enum audio_kind)kind, texts[i], length);
            assert_false(facts.has_shape);
            assert_int_equal(shape.count, 0);
        }
    }
    struct made_mp3 made = made_mp3(false, false, false);
    made_mp3_add(&made, MADE_FRAME_MS, MADE_LEFT); /* one frame alone is not decoded */
    decode(AUDIO_MP3, made.bytes, made.length);
    assert_false(facts.has_shape);
    made_mp3_free(&made);
}

static void wav_is_read_in_its_formats(void **state)
{
    (void)state;
    static const struct made_wav formats[] = {
        {1, 8, 1, 8000, 10, 0},   {1, 16, 2, 44100, 10, 0}, {1, 24, 1, 11025, 10, 0},
        {1, 32, 2, 48000, 10, 0}, {3, 32, 1, 16000, 10, 0}, {6, 8, 2, 8000, 10, 0},
        {7, 8, 1, 8000, 10, 0},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t length;
        struct made_wav wav = formats[i];
        unsigned right = wav.channels - 1;
        wav.tones = 1U << 4 | 1U << (10 + right);
        unsigned char *bytes = made_wav(&wav, &length);
        decode_in(AUDIO_WAV, bytes, length, 10007);
        assert_false(facts.is_cut);
        assert_int_equal(facts.rate, wav.rate);
        assert_int_equal(shape.channels, wav.channels);
        assert_about(audio_shape_length_ms(&shape), 10000, 0);
        assert_tone(0, 2000, 3000);
        assert_tone(right, 5000, 6000);
        assert_about(shape.columns[0][110].peak, 128, 4);
        assert_about(shape.columns[0][110].level, AUDIO_LEVEL_FULL - 12, 1); /* 6 dB */
        decode(AUDIO_WAV, bytes, length / 2);
        assert_true(facts.is_cut);
        assert_about(audio_shape_length_ms(&shape), 5000, 10);
        free(bytes);
    }
}

static void wav_of_other_formats_has_no_shape(void **state)
{
    (void)state;
    static const struct made_wav formats[] = {
        {1, 16, 2, 999, 1, 0}, {2, 8, 1, 8000, 1, 0}, {3, 16, 1, 8000, 1, 0}, {1, 16, 8, 8000, 1, 0}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t length;
        unsigned char *bytes = made_wav(&formats[i], &length);
        decode(AUDIO_WAV, bytes, length);
        assert_false(facts.has_shape);
        assert_false(facts.is_cut);
        free(bytes);
    }
}

/* A line that is off zero is silent, and so is what is only a little louder than the noise. */
static void sound_is_told_from_silence(void **state)
{
    (void)state;
    struct audio_sound sound = {0};
    struct audio_column columns[2] = {{0}};
    shape.channels = 2;
    for (unsigned i = 0; i < 1000; i++) {
        columns[0].level = (uint8_t)(i >= 100 && i < 200 ? 160 : 90 + i % 7);
        columns[1].level = (uint8_t)(i >= 180 && i < 300   ? 150
                                     : i >= 300 && i < 320 ? 95 /* while it sounds that is sound, too */
                                     : i == 700            ? 95
                                     : i == 600            ? 101
                                                           : 80 + i % 7);
        audio_shape_add(&shape, columns);
    }
    audio_sound_find(&sound, &shape);
    assert_int_equal(sound.count, 2);
    assert_int_equal(sound.spans[0].begin, 85);
    assert_int_equal(sound.spans[0].end, 335);
    assert_int_equal(sound.spans[1].begin, 585);
    assert_int_equal(sound.sounding, 250 + 31);
    assert_int_equal(sound.talk_over, 20);
    assert_int_equal(sound.longest_silence.begin, 616);
    assert_int_equal(sound.longest_silence.end, 1000);
    assert_ptr_equal(audio_sound_at(&sound, 0), &sound.spans[0]);
    assert_ptr_equal(audio_sound_at(&sound, 335), &sound.spans[1]);
    assert_null(audio_sound_at(&sound, 616));
    audio_sound_clear(&sound);
}

/* However quiet the rest is. */
static void what_nobody_can_hear_is_no_sound(void **state)
{
    (void)state;
    struct audio_sound sound = {0};
    struct audio_column column[2] = {{0}};
    shape.channels = 1;
    for (unsigned i = 0; i < 500; i++) {
        column->level = i % 50 ? 20 : 88;
        audio_shape_add(&shape, column);
    }
    audio_sound_find(&sound, &shape);
    assert_int_equal(sound.count, 0);
    assert_int_equal(sound.longest_silence.end, 500);
    audio_sound_clear(&sound);
}

static void music_without_a_pause_is_sound(void **state)
{
    (void)state;
    struct audio_sound sound = {0};
    struct audio_column column[2] = {{0}};
    shape.channels = 1;
    for (unsigned i = 0; i < 500; i++) {
        column->level = (uint8_t)(150 + i % 20);
        audio_shape_add(&shape, column);
    }
    audio_sound_find(&sound, &shape);
    assert_int_equal(sound.count, 1);
    assert_int_equal(sound.sounding, 500);
    assert_int_equal(sound.longest_silence.end, 0);
    audio_shape_clear(&shape);
    audio_sound_find(&sound, &shape);
    assert_int_equal(sound.count, 0);
    audio_sound_clear(&sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(tones_are_where_they_are, clear),
        cmocka_unit_test_teardown(pieces_give_the_same, clear),
        cmocka_unit_test_teardown(what_is_cut_is_known, clear),
        cmocka_unit_test_teardown(tags_and_junk_are_no_sound, clear),
        cmocka_unit_test_teardown(junk_that_looks_like_a_tag_is_none, clear),
        cmocka_unit_test_teardown(damage_does_not_move_what_follows, clear),
        cmocka_unit_test_teardown(small_steps_read_nothing_again, clear),
        cmocka_unit_test_teardown(what_is_no_sound_has_no_shape, clear),
        cmocka_unit_test_teardown(wav_is_read_in_its_formats, clear),
        cmocka_unit_test_teardown(wav_of_other_formats_has_no_shape, clear),
        cmocka_unit_test_teardown(sound_is_told_from_silence, clear),
        cmocka_unit_test_teardown(what_nobody_can_hear_is_no_sound, clear),
        cmocka_unit_test_teardown(music_without_a_pause_is_sound, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
