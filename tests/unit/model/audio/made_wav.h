/* WAV that is made for the tests. */
#ifndef TESTS_UNIT_MODEL_AUDIO_MADE_WAV_H
#define TESTS_UNIT_MODEL_AUDIO_MADE_WAV_H

#include <stddef.h>
#include <stdint.h>

struct made_wav {
    unsigned format; /* 1 PCM, 3 floating point, 6 A-law, 7 mu-law */
    unsigned bits;
    unsigned channels;
    unsigned rate;
    unsigned seconds;
    unsigned tones; /* second s has one in channel c if the bit 2 * s + c is set */
};

/* The whole file; the caller frees. */
unsigned char *made_wav(const struct made_wav *wav, size_t *length);

#endif
