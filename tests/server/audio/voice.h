/* A voice without words: syllables of harmonics under moving formants, and noise between them. */
#ifndef TESTS_SERVER_AUDIO_VOICE_H
#define TESTS_SERVER_AUDIO_VOICE_H

#include "tests/server/audio/talk.h"

#include <stdint.h>

/* Adds what the voice with that seed says in a turn during one second, of which `out` has the samples. */
void voice_second(uint64_t voice, const struct turn *turn, int64_t second, float *out);

#endif
