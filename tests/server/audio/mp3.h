/* A sound as MP3, in pieces that are encoded each by itself and can be played one behind the other as one. */
#ifndef TESTS_SERVER_AUDIO_MP3_H
#define TESTS_SERVER_AUDIO_MP3_H

#include "tests/server/audio/sound.h"
#include "tests/server/text.h"

#include <stdbool.h>
#include <stdint.h>

struct mp3_form {
    int channels;
    int kilobits;  /* per second, of all frames, or, if they vary, of the smallest */
    bool variable; /* frames are larger where there is more to hear */
};

/* Bytes of a piece, known before it is encoded. */
int64_t mp3_size(const struct sound *sound, const struct mp3_form *form, int64_t piece);

/* Adds the frames of a piece. */
void mp3_encode(const struct sound *sound, const struct mp3_form *form, int64_t piece, struct text *out);

/* Adds what decoders know the exact length by, for one channel: a frame with the numbers of frames and bytes and a
 * table of places ("Xing"), and how many samples to leave out at either end ("LAME"), with those of the start. */
void mp3_head(const struct sound *sound, const struct mp3_form *form, struct text *out);

#endif
