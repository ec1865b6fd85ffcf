#include "tests/unit/model/audio/made_wav.h"

#include "net/base/memory.h"

#include <string.h>

enum { HEAD = 44, TONE_HZ = 500 };

static void put(unsigned char *bytes, size_t number, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
}

/* Half of full scale in that format, up or down, or nothing. */
static void put_sample(unsigned char *bytes, const struct made_wav *wav, int sign)
{
    float value = 0.5F * (float)sign;
    uint32_t number = 0;
    if (wav->format == 3)
        memcpy(&number, &value, sizeof number);
    else if (wav->format == 6)
        number = sign == 0 ? 0xd5 : sign > 0 ? 0xa5 : 0x25; /* about half: segment 7 of 8 */
    else if (wav->format == 7)
        number = sign == 0 ? 0xff : sign > 0 ? 0x8f : 0x0f;
    else if (wav->bits == 8)
        number = (uint32_t)(128 + sign * 64);
    else
        number = (uint32_t)sign << (wav->bits - 2);
    put(bytes, number, wav->bits / 8);
}

unsigned char *made_wav(const struct made_wav *wav, size_t *length)
{
    const size_t unit = wav->bits / 8, samples = (size_t)wav->rate * wav->seconds;
    const size_t data = samples * unit * wav->channels;
    static const char names[] = "RIFFdataWAVEfmt "; /* the size of all stands over the second */
    unsigned char *bytes = memory_new(HEAD + data);
    memcpy(bytes, names, sizeof names - 1);
    memcpy(bytes + HEAD - 8, names + 4, 4);
    put(bytes + 4, data + HEAD - 8, 4);
    put(bytes + 16, 16, 4);
    put(bytes + 20, wav->format, 2);
    put(bytes + 22, wav->channels, 2);
    put(bytes + 24, wav->rate, 4);
    put(bytes + 28, wav->rate * unit * wav->channels, 4);
    put(bytes + 32, unit * wav->channels, 2);
    put(bytes + 34, wav->bits, 2);
    put(bytes + 40, data, 4);
    unsigned char *at = bytes + HEAD;
    for (size_t i = 0; i < samples; i++) {
        int sign = i * TONE_HZ * 2 / wav->rate % 2 ? -1 : 1;
        for (unsigned channel = 0; channel < wav->channels; channel++, at += unit)
            put_sample(at, wav, wav->tones >> (2 * (i / wav->rate) + channel) & 1 ? sign : 0);
    }
    *length = HEAD + data;
    return bytes;
}
