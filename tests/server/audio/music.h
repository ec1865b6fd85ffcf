/* Music on hold: broken chords over a bass, without end. */
#ifndef TESTS_SERVER_AUDIO_MUSIC_H
#define TESTS_SERVER_AUDIO_MUSIC_H

#include "tests/server/audio/talk.h"

#include <stdint.h>

/* Adds what is heard of a turn of music during one second, of which `out` has the samples. */
void music_second(const struct turn *turn, int64_t second, float *out);

#endif
