/* What is heard in a call, a second at a time. Each second is made by itself, so that any part of a long call
 * begins at once, and is the same whenever it is made. */
#ifndef TESTS_SERVER_AUDIO_SOUND_H
#define TESTS_SERVER_AUDIO_SOUND_H

#include <stdint.h>

/* Samples of a second: the rate of telephony. */
#define SOUND_RATE 8000

enum sound_kind { SOUND_TALK, SOUND_TONES };

/* How much there is to hear. */
enum sound_level { SOUND_PAUSE, SOUND_SPEECH, SOUND_MUSIC };

struct sound;

/* Of a call with that id and length in ticks. The agent has the same voice in all calls. */
struct sound *sound_new(int kind, int64_t id, int agent, int64_t ticks);
void sound_free(struct sound **sound);

/* The length in samples; behind it is silence. */
int64_t sound_samples(const struct sound *sound);

enum sound_level sound_level(const struct sound *sound, int64_t sample);

/* With one channel both speakers are in it; of two the first has the caller, the second the agent. */
void sound_second(const struct sound *sound, int64_t second, int channels, int16_t out[][SOUND_RATE]);

#endif
