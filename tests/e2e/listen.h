/* What is heard in a recording: its samples, by libmpg123 or from a WAV file, and which second the tones of the
 * demo server's `--audio tones` tell. */
#ifndef TESTS_E2E_LISTEN_H
#define TESTS_E2E_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heard {
    long rate;
    int channels;
    size_t count;     /* samples of a channel */
    int16_t *samples; /* of all channels in turn */
};

/* False if it is neither MP3 nor WAV of whole 16-bit numbers. To be cleared in any case. */
bool listen_to(const void *bytes, size_t length, struct heard *heard);
void heard_clear(struct heard *heard);

/* The second that tenth `tenth` of a second of the recording tells, of 256; -1 if there is silence. Two channels
 * have to have a tone each, or both have both. */
int heard_second(const struct heard *heard, size_t tenth);

/* How loud a channel is from sample `from` on for `count` samples: the root of the mean square. */
double heard_level(const struct heard *heard, int channel, size_t from, size_t count);

#endif
