/* Recordings to listen to, made while they are sent. What form a call has follows from the last digit of its id. */
#ifndef TESTS_SERVER_AUDIO_AUDIO_H
#define TESTS_SERVER_AUDIO_AUDIO_H

#include "tests/server/body.h"
#include "tests/server/history.h"

#include <stdint.h>

struct audio;

/* The audio of a call. `kind` is an enum sound_kind. */
struct audio *audio_new(int kind, const struct recording *call);
void audio_free(struct audio **audio);

int64_t audio_size(const struct audio *audio);
const char *audio_type(const struct audio *audio);

/* The bytes from `from` up to, not including, `to`. Owns the audio from now on. */
struct body *audio_body(struct audio *audio, int64_t from, int64_t to);

#endif
