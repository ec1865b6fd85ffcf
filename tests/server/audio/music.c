#include "tests/server/audio/music.h"

#include "tests/server/audio/sound.h"

#include <math.h>

/* Samples from note to note, of the longest one, and of the end that fades; notes of a chord. */
enum { BEAT = SOUND_RATE * 3 / 10, LONGEST = 2 * SOUND_RATE, FADING = SOUND_RATE / 2, BAR = 8, PARTIALS = 3 };

/* Semitones above the key: C, A minor, F, G. */
static const int chords[][3] = {{0, 4, 7}, {-3, 0, 4}, {-7, -3, 0}, {-5, -1, 2}};
/* Which of the chord, and how many octaves up. */
static const int pattern[BAR][2] = {{0, 1}, {1, 1}, {2, 1}, {0, 2}, {2, 1}, {1, 2}, {0, 2}, {2, 1}};

/* A plucked string that began `age` samples before the second; negative: begins in it. */
static void pluck(double hertz, float gain, int64_t age, double fading, float *out)
{
    int64_t first = age < 0 ? -age : 0;

    for (int partial = 1; partial <= PARTIALS; partial++) {
        double turn = 2 * M_PI * hertz * partial / SOUND_RATE;
        double fall = exp(-fading * partial / SOUND_RATE);
        double size = gain / (partial * partial) * pow(fall, (double)(first + age));

        for (int64_t i = first; i < SOUND_RATE && i + age < LONGEST; i++) {
            double attack = i + age < 40 ? (double)(i + age) / 40 : 1;

            out[i] += (float)(size * attack * sin(turn * (double)(i + age)));
            size *= fall;
        }
    }
}

static double hertz_of(int semitone)
{
    return 261.63 * pow(2, semitone / 12.0);
}

void music_second(const struct turn *turn, int64_t second, float *out)
{
    int key = (int)(turn->seed % 7) - 3;
    int64_t begin = second * SOUND_RATE;
    float notes[SOUND_RATE] = {0};
    int64_t beat = (begin - LONGEST - turn->begin) / BEAT;

    for (beat = beat > 0 ? beat : 0; turn->begin + beat * BEAT < begin + SOUND_RATE; beat++) {
        const int *chord = chords[beat / BAR % 4];
        const int *note = pattern[beat % BAR];
        int64_t age = begin - turn->begin - beat * BEAT;

        pluck(hertz_of(key + chord[note[0]] + 12 * (note[1] - 1)), 0.06F, age, 3, notes);
        if (beat % (BAR / 2) == 0)
            pluck(hertz_of(key + chord[0] - 12), 0.09F, age, 1.5, notes);
    }
    for (int i = 0; i < SOUND_RATE; i++) {
        int64_t left = turn->end - begin - i;

        if (left > 0)
            out[i] += notes[i] * fminf(1, (float)left / FADING);
    }
}
