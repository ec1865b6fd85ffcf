/* A sound as WAV: 16 bits a sample, one channel. */
#ifndef TESTS_SERVER_AUDIO_WAV_H
#define TESTS_SERVER_AUDIO_WAV_H

#include "tests/server/audio/sound.h"
#include "tests/server/text.h"

#include <stdint.h>

/* Adds what stands before the samples. */
void wav_head(const struct sound *sound, struct text *out);

/* Bytes of one second; adds them. */
int64_t wav_size(const struct sound *sound, int64_t second);
void wav_second(const struct sound *sound, int64_t second, struct text *out);

#endif
