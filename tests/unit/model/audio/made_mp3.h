/* MP3 that is made for the tests: MPEG-1 Layer III of 48 kHz, frames of 24 ms with a tone of 440 Hz or
 * silence in each channel. */
#ifndef TESTS_UNIT_MODEL_AUDIO_MADE_MP3_H
#define TESTS_UNIT_MODEL_AUDIO_MADE_MP3_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MADE_FRAME_MS = 24, MADE_LEFT = 1, MADE_RIGHT = 2 };

struct made_mp3 {
    unsigned char *bytes; /* owned */
    size_t length;
    size_t capacity;
    bool stereo;
    bool varies;    /* in the size of its frames */
    bool describes; /* the first frame does (Xing) */
    unsigned frames;
};

/* Empty but for the frame that describes, if there is to be one. */
struct made_mp3 made_mp3(bool stereo, bool varies, bool describes);
void made_mp3_free(struct made_mp3 *made);

/* Appends whole frames up to `until_ms` of the recording, with tones in those channels, or-ed. */
void made_mp3_add(struct made_mp3 *made, unsigned until_ms, unsigned tones);

/* Puts the numbers of frames and bytes into the frame that describes. */
void made_mp3_end(struct made_mp3 *made);

void made_append(struct made_mp3 *made, const void *bytes, size_t length);

#endif
