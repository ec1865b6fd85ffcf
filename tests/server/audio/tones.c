#include "tests/server/audio/tones.h"

#include "tests/server/audio/sound.h"

#include <math.h>

#define STEPS 16
#define SOUNDING (SOUND_RATE * 9 / 10)
/* Samples of the ramp at either end, without which other frequencies would be heard. */
#define RAMP 40
#define LEVEL 0.2

static void add_tone(double hertz, float *out)
{
    double turn = 2 * M_PI * hertz / SOUND_RATE;

    for (int i = 0; i < SOUNDING; i++) {
        int edge = i < SOUNDING - 1 - i ? i : SOUNDING - 1 - i;

        out[i] += (float)(LEVEL * sin(turn * i) * (edge < RAMP ? (double)edge / RAMP : 1));
    }
}

void tones_second(int64_t second, float *low, float *high)
{
    add_tone((double)(400 + 50 * (second % STEPS)), low);
    add_tone((double)(1400 + 100 * (second / STEPS % STEPS)), high);
}
