/* Recordings to listen to: MP3 that is made while it is sent, a beep every two seconds. */
#ifndef TESTS_SERVER_AUDIO_H
#define TESTS_SERVER_AUDIO_H

#include "tests/server/body.h"

#include <stdint.h>

/* Bytes of a recording of that many ticks. */
int64_t audio_size(int64_t ticks);

/* The bytes from `from` up to, not including, `to`. */
struct body *audio_body(int64_t from, int64_t to);

#endif
