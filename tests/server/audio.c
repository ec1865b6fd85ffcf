#include "tests/server/audio.h"

#include "tests/server/must.h"
#include "tests/server/ticks.h"

#include <stdlib.h>
#include <string.h>

/* MPEG-1 Layer III, 32 kbit/s, 48 kHz, mono: every frame has 96 bytes and lasts 24 ms. */
#define FRAME_BYTES 96
#define FRAME_TICKS (24 * TICKS_PER_SECOND / 1000)

/* Frames from beep to beep, and of a beep. */
#define PERIOD 84
#define BEEP 12

enum { FRAME_SILENCE, FRAME_TONE, FRAME_TONE_TURNED, FRAMES };

struct audio_body {
    struct body body;
    int64_t next;
    int64_t end;
    unsigned char frames[FRAMES][FRAME_BYTES];
};

/* Writes bits, the highest first. */
struct bits {
    unsigned char *bytes;
    unsigned position;
};

static void put_bits(struct bits *bits, unsigned count, unsigned value)
{
    while (count-- > 0) {
        if ((value >> count & 1) != 0)
            bits->bytes[bits->position / 8] |= (unsigned char)(0x80U >> bits->position % 8);
        bits->position++;
    }
}

/* The description of one of the two granules of a frame. */
static void put_granule(struct bits *bits, unsigned data_bits, unsigned pairs)
{
    put_bits(bits, 12, data_bits);
    put_bits(bits, 9, pairs);
    put_bits(bits, 8, pairs > 0 ? 200 : 0); /* gain */
    put_bits(bits, 4, 0);                   /* no scale factors */
    put_bits(bits, 1, 0);                   /* long windows */
    for (int region = 0; region < 3; region++)
        put_bits(bits, 5, pairs > 0 ? 1 : 0); /* Huffman table */
    put_bits(bits, 4, 7);
    put_bits(bits, 3, 7);
    put_bits(bits, 3, 0);
}

/* Line 10 of the spectrum alone, about 440 Hz: five pairs of zeros and one of (1, 0) in table 1. */
static void put_tone(struct bits *bits, unsigned sign)
{
    put_bits(bits, 5, 0x1f);
    put_bits(bits, 2, 1);
    put_bits(bits, 1, sign);
}

static void make_frame(struct audio_body *self, int kind)
{
    struct bits bits = {.bytes = self->frames[kind]};
    bool tone = kind != FRAME_SILENCE;
    unsigned sign = kind == FRAME_TONE_TURNED;

    put_bits(&bits, 32, 0xfffb14c4); /* the header of all frames */
    put_bits(&bits, 9, 0);           /* the data are in the frame itself */
    put_bits(&bits, 5 + 4, 0);
    put_granule(&bits, tone ? 8 : 0, tone ? 6 : 0);
    put_granule(&bits, tone ? 8 : 0, tone ? 6 : 0);
    if (tone) {
        put_tone(&bits, sign);
        put_tone(&bits, sign);
    }
}

static int frame_kind(int64_t frame)
{
    int64_t place = frame % PERIOD;

    if (place >= BEEP)
        return FRAME_SILENCE;
    return place % 2 == 0 ? FRAME_TONE : FRAME_TONE_TURNED;
}

static size_t audio_read(struct body *body, char *out, size_t room)
{
    struct audio_body *self = (struct audio_body *)body;
    size_t done = 0;

    while (done < room && self->next < self->end) {
        size_t in_frame = (size_t)(self->next % FRAME_BYTES);
        size_t length = FRAME_BYTES - in_frame;

        if (length > room - done)
            length = room - done;
        if (length > (size_t)(self->end - self->next))
            length = (size_t)(self->end - self->next);
        memcpy(out + done, self->frames[frame_kind(self->next / FRAME_BYTES)] + in_frame, length);
        done += length;
        self->next += (int64_t)length;
    }
    return done;
}

static void audio_release(struct body *body)
{
    free(body);
}

int64_t audio_size(int64_t ticks)
{
    return (ticks / FRAME_TICKS + 1) * FRAME_BYTES;
}

struct body *audio_body(int64_t from, int64_t to)
{
    struct audio_body *self = must_alloc(1, sizeof *self);

    self->body = (struct body){audio_read, audio_release, to - from, 0};
    self->next = from;
    self->end = to;
    for (int kind = 0; kind < FRAMES; kind++)
        make_frame(self, kind);
    return &self->body;
}
