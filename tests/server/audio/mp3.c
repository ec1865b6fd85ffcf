#include "tests/server/audio/mp3.h"

#include "tests/server/must.h"

#include <lame.h>
#include <string.h>

/* MPEG 2.5 layer III at 8 kHz: a frame has 576 samples, and 9 bytes for each kilobit per second. */
#define FRAME 576
#define FRAME_BYTES(kilobits) ((kilobits)*9)
/* Frames of a piece, a good two seconds: who plays while it arrives waits for one of them. What begins with a second does not
 * begin with a piece. */
enum { FRAMES = 32, LARGEST = FRAME_BYTES(64) };

/* Of encoder and decoder together, in samples. */
#define DELAY 1105
/* Frames before the first one of a sound that has a head, and what the head says of them: the rest is the decoder's. */
enum { BEFORE = 2, TAG_DELAY = BEFORE * FRAME - 529 };
/* Frames before a piece that are encoded and left out, so that the first one continues what was before. */
#define LEAD 6

static int64_t frame_count(const struct sound *sound)
{
    return (sound_samples(sound) + FRAME - 1) / FRAME;
}

static int frame_kilobits(const struct sound *sound, const struct mp3_form *form, int64_t frame)
{
    static const int more[] = {[SOUND_PAUSE] = 0, [SOUND_SPEECH] = 8, [SOUND_MUSIC] = 32};

    return form->kilobits + (form->variable ? more[sound_level(sound, frame * FRAME)] : 0);
}

static size_t frame_size(const struct sound *sound, const struct mp3_form *form, int64_t frame)
{
    return FRAME_BYTES((size_t)frame_kilobits(sound, form, frame));
}

/* How many frames a piece has: the last one is shorter. */
static int64_t frames_of(const struct sound *sound, int64_t piece)
{
    int64_t left = frame_count(sound) - piece * FRAMES;

    return left < 0 ? 0 : left < FRAMES ? left : FRAMES;
}

int64_t mp3_size(const struct sound *sound, const struct mp3_form *form, int64_t piece)
{
    int64_t frames = frames_of(sound, piece);
    size_t size = 0;

    for (int64_t i = 0; i < frames; i++)
        size += frame_size(sound, form, piece * FRAMES + i);
    return (int64_t)size;
}

/* Frames that need no other one: neither its bits nor its kind of window. */
static lame_t open_encoder(const struct mp3_form *form)
{
    lame_t lame = lame_init();

    if (lame == NULL)
        must_die("out of memory");
    lame_set_in_samplerate(lame, SOUND_RATE);
    lame_set_out_samplerate(lame, SOUND_RATE);
    lame_set_num_channels(lame, form->channels);
    lame_set_mode(lame, form->channels == 1 ? MONO : STEREO);
    lame_set_brate(lame, form->kilobits);
    lame_set_quality(lame, 7);
    lame_set_lowpassfreq(lame, -1);
    lame_set_bWriteVbrTag(lame, 0);
    lame_set_disable_reservoir(lame, 1);
    lame_set_no_short_blocks(lame, 1);
    if (lame_init_params(lame) < 0)
        must_die("the MP3 encoder does not take its settings");
    return lame;
}

/* The samples that are encoded, one after the other. */
struct input {
    const struct sound *sound;
    int channels;
    int64_t at;
    int64_t second; /* of which the samples are there; -1: none */
    int16_t samples[2][SOUND_RATE];
};

/* The next ones, up to the end of a frame's worth or of a second: how many. */
static int take(struct input *input, const int16_t *channels[2])
{
    static const int16_t silence[FRAME];
    int64_t second = input->at / SOUND_RATE;
    int offset = (int)(input->at % SOUND_RATE);

    channels[0] = channels[1] = silence;
    if (input->at < 0)
        return input->at < -FRAME ? FRAME : (int)-input->at;
    if (second != input->second)
        sound_second(input->sound, second, input->channels, input->samples);
    input->second = second;
    channels[0] = input->samples[0] + offset;
    channels[1] = input->samples[1] + offset;
    return SOUND_RATE - offset < FRAME ? SOUND_RATE - offset : FRAME;
}

/* All frames, also those of the lead, of the size that the encoder gives them. */
static void encode_plain(const struct sound *sound, const struct mp3_form *form, int64_t piece,
                         struct text *out)
{
    size_t wanted = (size_t)(LEAD + frames_of(sound, piece)) * FRAME_BYTES((size_t)form->kilobits);
    struct input input = {.sound = sound, .channels = form->channels, .second = -1};
    lame_t lame = open_encoder(form);

    input.at = (piece * FRAMES - LEAD) * FRAME + DELAY;
    do {
        const int16_t *channels[2];
        int count = take(&input, channels);
        int length = lame_encode_buffer(lame, channels[0], channels[1], count,
                                        (unsigned char *)text_reserve(out, 8192), 8192);

        if (length < 0)
            must_die("the MP3 encoder fails: %d", length);
        out->length += (size_t)length;
        input.at += count;
    } while (out->length < wanted);
    lame_close(lame);
}

/* Gives a frame that was encoded another size: what lies behind its data is not looked at. */
static void add_frame(struct text *out, const char *frame, size_t size, int kilobits)
{
    char bytes[LARGEST] = {0};

    memcpy(bytes, frame, size);
    bytes[2] = (char)((bytes[2] & 0x0f) | kilobits / 8 << 4);
    text_add(out, bytes, FRAME_BYTES((size_t)kilobits));
}

void mp3_encode(const struct sound *sound, const struct mp3_form *form, int64_t piece, struct text *out)
{
    size_t size = FRAME_BYTES((size_t)form->kilobits);
    int64_t frames = frames_of(sound, piece);
    struct text plain = {0};

    encode_plain(sound, form, piece, &plain);
    for (int64_t i = 0; i < frames; i++)
        add_frame(out, plain.bytes + (size_t)(LEAD + i) * size, size,
                  frame_kilobits(sound, form, piece * FRAMES + i));
    text_free(&plain);
}

static void put_number(char *out, int64_t number, int bytes)
{
    for (; bytes > 0; bytes--, number >>= 8)
        out[bytes - 1] = (char)(number & 0xff);
}

/* Where each hundredth of the frames begins, as a part of 256 of all bytes. */
static void put_table(char *out, const struct sound *sound, const struct mp3_form *form, int64_t at,
                      int64_t total)
{
    int64_t frames = frame_count(sound);
    int64_t next = 0;

    for (int entry = 0; entry < 100; entry++) {
        for (; next < entry * frames / 100; next++)
            at += (int64_t)frame_size(sound, form, next);
        out[entry] = (char)(at * 256 / total);
    }
}

void mp3_head(const struct sound *sound, const struct mp3_form *form, struct text *out)
{
    enum { TAG = 13, KILOBITS = 24, SIZE = FRAME_BYTES(KILOBITS) };
    static const char xing[] = {'X', 'i', 'n', 'g', 0, 0, 0, 7}; /* with the three that follow */
    static const char lame[] = {'L', 'A', 'M', 'E', '3', '.', '1', '0', '0'};
    char frame[SIZE] = {(char)0xff, (char)0xe3, KILOBITS / 8 << 4 | 8, (char)0xc4};
    size_t before = BEFORE * FRAME_BYTES((size_t)form->kilobits);
    int64_t frames = frame_count(sound);
    int64_t total = SIZE + (int64_t)before;
    int64_t padding = (frames + BEFORE) * FRAME - TAG_DELAY - sound_samples(sound);
    struct text plain = {0};

    for (int64_t i = 0; i < frames; i++)
        total += (int64_t)frame_size(sound, form, i);
    memcpy(frame + TAG, xing, sizeof xing);
    put_number(frame + TAG + 8, frames + BEFORE, 4);
    put_number(frame + TAG + 12, total, 4);
    put_table(frame + TAG + 16, sound, form, SIZE + (int64_t)before, total);
    memcpy(frame + TAG + 116, lame, sizeof lame);
    put_number(frame + TAG + 137, TAG_DELAY << 12 | padding, 3);
    text_add(out, frame, SIZE);
    encode_plain(sound, form, 0, &plain);
    text_add(out, plain.bytes + (LEAD - BEFORE) * (before / BEFORE), before);
    text_free(&plain);
}
