#include "tests/e2e/listen.h"

#include <math.h>
#include <mpg123.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"

/* Bytes of a WAV file before its samples, as the demo server writes it. */
enum { WAV_HEAD = 44, TONES = 16, SILENCE = 100 };

static bool take_samples(struct heard *heard, struct buffer *bytes)
{
    heard->count = bytes->length / sizeof *heard->samples / (size_t)heard->channels;
    heard->samples = allocate(heard->count * (size_t)heard->channels, sizeof *heard->samples);
    memcpy(heard->samples, bytes->data, heard->count * (size_t)heard->channels * sizeof *heard->samples);
    buffer_clear(bytes);
    return true;
}

static bool listen_to_wav(const unsigned char *bytes, size_t length, struct heard *heard)
{
    struct buffer samples = {0};
    if (length < WAV_HEAD || bytes[20] != 1 || bytes[34] != 16)
        return false;
    heard->channels = bytes[22];
    heard->rate = bytes[24] | bytes[25] << 8;
    buffer_append(&samples, bytes + WAV_HEAD, length - WAV_HEAD);
    return take_samples(heard, &samples);
}

static bool listen_to_mp3(mpg123_handle *decoder, const void *bytes, size_t length, struct heard *heard)
{
    struct buffer samples = {0};
    unsigned char piece[8192];
    size_t done;
    int encoding, result;
    mpg123_param(decoder, MPG123_ADD_FLAGS, MPG123_QUIET, 0);
    if (mpg123_open_feed(decoder) != MPG123_OK || mpg123_feed(decoder, bytes, length) != MPG123_OK)
        return false;
    do {
        result = mpg123_read(decoder, piece, sizeof piece, &done);
        buffer_append(&samples, piece, done);
    } while (result == MPG123_OK || result == MPG123_NEW_FORMAT);
    if (mpg123_getformat(decoder, &heard->rate, &heard->channels, &encoding) == MPG123_OK &&
        encoding == MPG123_ENC_SIGNED_16)
        return take_samples(heard, &samples);
    buffer_clear(&samples);
    return false;
}

bool listen_to(const void *bytes, size_t length, struct heard *heard)
{
    *heard = (struct heard){0};
    if (length >= 4 && memcmp(bytes, "RIFF", 4) == 0)
        return listen_to_wav(bytes, length, heard);
    mpg123_init();
    mpg123_handle *decoder = mpg123_new(NULL, NULL);
    bool good = decoder && listen_to_mp3(decoder, bytes, length, heard);
    mpg123_delete(decoder);
    return good;
}

void heard_clear(struct heard *heard)
{
    free(heard->samples);
    *heard = (struct heard){0};
}

/* The strongest of sixteen tones in some samples of a channel, by the Goertzel algorithm. */
static int strongest(const struct heard *heard, int channel, size_t from, size_t count, int first, int step)
{
    double most = 0;
    int found = -1;
    for (int tone = 0; tone < TONES; tone++) {
        double twice = 2 * cos(2 * M_PI * (first + step * tone) / (double)heard->rate), now = 0, before = 0;
        for (size_t i = from; i < from + count; i++) {
            double next =
                heard->samples[i * (size_t)heard->channels + (size_t)channel] + twice * now - before;
            before = now;
            now = next;
        }
        double power = now * now + before * before - twice * now * before;
        found = power > most ? tone : found;
        most = fmax(most, power);
    }
    return found;
}

int heard_second(const struct heard *heard, size_t tenth)
{
    size_t count = (size_t)heard->rate / 10, from = tenth * count;
    if (from + count > heard->count || heard_level(heard, 0, from, count) < SILENCE)
        return -1;
    return strongest(heard, 0, from, count, 400, 50) +
           TONES * strongest(heard, heard->channels - 1, from, count, 1400, 100);
}

double heard_level(const struct heard *heard, int channel, size_t from, size_t count)
{
    double sum = 0;
    for (size_t i = from; i < from + count; i++) {
        double sample = heard->samples[i * (size_t)heard->channels + (size_t)channel];
        sum += sample * sample;
    }
    return sqrt(sum / (double)count);
}
