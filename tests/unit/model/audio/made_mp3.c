#include "tests/unit/model/audio/made_mp3.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FRAME_LIMIT = 1000, SMALL = 1, GRANULES = 2 };

/* Writes bits, the highest first. */
struct bits {
    unsigned char *bytes;
    unsigned position;
};

static void put(struct bits *bits, unsigned count, unsigned value)
{
    while (count-- > 0) {
        if ((value >> count & 1) != 0)
            bits->bytes[bits->position / 8] |= (unsigned char)(0x80U >> bits->position % 8);
        bits->position++;
    }
}

/* One granule of one channel: a tone is line 10 of the spectrum, eight bits of data in Huffman table 1. */
static void put_granule(struct bits *bits, bool tone)
{
    put(bits, 12, tone ? 8 : 0);
    put(bits, 9, tone ? 6 : 0);
    put(bits, 8, tone ? 200 : 0);
    put(bits, 4 + 1, 0);
    for (int region = 0; region < 3; region++)
        put(bits, 5, tone ? 1 : 0);
    put(bits, 4, 7);
    put(bits, 3, 7);
    put(bits, 3, 0);
}

static void put_header(struct bits *bits, bool stereo, unsigned rate)
{
    put(bits, 16, 0xfffb);
    put(bits, 4, rate);
    put(bits, 4, 4); /* 48 kHz, no padding */
    put(bits, 8, stereo ? 0x04 : 0xc4);
}

static size_t size_of(unsigned rate)
{
    static const unsigned kilobits[] = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128};
    return kilobits[rate] * 1000 / 8 * MADE_FRAME_MS / 1000;
}

void made_append(struct made_mp3 *made, const void *bytes, size_t length)
{
    made->bytes = memory_grow(made->bytes, &made->capacity, made->length + length, 1);
    memcpy(made->bytes + made->length, bytes, length);
    made->length += length;
}

struct made_mp3 made_mp3(bool stereo, bool varies, bool describes)
{
    struct made_mp3 made = {.stereo = stereo, .varies = varies, .describes = describes};
    unsigned char frame[FRAME_LIMIT] = {0};
    struct bits bits = {.bytes = frame};
    static const unsigned char tag[] = {'X', 'i', 'n', 'g', 0, 0, 0, 3}; /* has frames and bytes */
    put_header(&bits, stereo, 5);
    memcpy(frame + 4 + (stereo ? 32 : 17), tag, sizeof tag);
    if (describes)
        made_append(&made, frame, size_of(5));
    return made;
}

void made_mp3_free(struct made_mp3 *made)
{
    free(made->bytes);
    memset(made, 0, sizeof *made);
}

static void add_frame(struct made_mp3 *made, unsigned tones)
{
    unsigned char frame[FRAME_LIMIT] = {0};
    struct bits bits = {.bytes = frame};
    unsigned rate = made->varies ? SMALL + (tones ? 8 - made->frames % 3 : 0) : SMALL;
    int channels = made->stereo ? 2 : 1;
    put_header(&bits, made->stereo, rate);
    put(&bits, 9 + (made->stereo ? 3 + 8 : 5 + 4), 0);
    for (int i = 0; i < GRANULES * channels; i++)
        put_granule(&bits, tones >> (i % channels) & 1);
    for (int i = 0; i < GRANULES * channels; i++) {
        if ((tones >> (i % channels) & 1) != 0)
            put(&bits, 8, 0xfaU | (made->frames & 1)); /* five pairs of zeros, then (1, 0) and its sign */
    }
    made_append(made, frame, size_of(rate));
    made->frames++;
}

void made_mp3_add(struct made_mp3 *made, unsigned until_ms, unsigned tones)
{
    while ((made->frames + 1) * MADE_FRAME_MS <= until_ms)
        add_frame(made, tones);
}

static void put_number(unsigned char *bytes, size_t number)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

void made_mp3_end(struct made_mp3 *made)
{
    unsigned char *tag = made->bytes + 4 + (made->stereo ? 32 : 17);
    put_number(tag + 8, made->frames);
    put_number(tag + 12, made->length);
}
