#include "tests/server/audio/wav.h"

enum { SAMPLE_BYTES = 2, SECOND_BYTES = SOUND_RATE * SAMPLE_BYTES, SAMPLE_BITS = SAMPLE_BYTES * 8 };

static void put(struct text *out, uint64_t number, int bytes)
{
    for (; bytes > 0; bytes--, number >>= 8)
        text_add(out, &(char){(char)(number & 0xff)}, 1);
}

void wav_head(const struct sound *sound, struct text *out)
{
    uint64_t size = (uint64_t)sound_samples(sound) * SAMPLE_BYTES;

    text_puts(out, "RIFF");
    put(out, 36 + size, 4);
    text_puts(out, "WAVEfmt ");
    put(out, 16, 4);
    put(out, 1, 2); /* whole numbers */
    put(out, 1, 2);
    put(out, SOUND_RATE, 4);
    put(out, SECOND_BYTES, 4);
    put(out, SAMPLE_BYTES, 2);
    put(out, SAMPLE_BITS, 2);
    text_puts(out, "data");
    put(out, size, 4);
}

int64_t wav_size(const struct sound *sound, int64_t second)
{
    int64_t left = sound_samples(sound) - second * SOUND_RATE;

    return (left < 0 ? 0 : left < SOUND_RATE ? left : SOUND_RATE) * SAMPLE_BYTES;
}

void wav_second(const struct sound *sound, int64_t second, struct text *out)
{
    int16_t samples[1][SOUND_RATE];
    int64_t count = wav_size(sound, second) / SAMPLE_BYTES;

    sound_second(sound, second, 1, samples);
    for (int64_t i = 0; i < count; i++)
        put(out, (uint16_t)samples[0][i], SAMPLE_BYTES);
}
