#include "tests/server/audio/voice.h"

#include "tests/server/audio/sound.h"
#include "tests/server/dice.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define FORMANTS 3
#define HARMONICS 32
/* Samples for which the formants stand still. */
#define STEP 80
#define LONGEST (SOUND_RATE / 2)

/* Formants of vowels in Hz, and the sizes of their peaks against each other. */
static const float vowels[][FORMANTS] = {
    {280, 2250, 2900}, {400, 2000, 2550}, {550, 1800, 2450}, {680, 1650, 2400}, {730, 1150, 2450},
    {560, 850, 2400},  {430, 780, 2500},  {310, 850, 2250},  {290, 1850, 2300}, {430, 1500, 2300},
};
static const float murmur[FORMANTS] = {260, 1050, 2200}; /* through the nose */
static const float peaks[FORMANTS] = {1, 0.55F, 0.3F};
static const float widths[FORMANTS] = {80, 110, 160};

enum onset { ONSET_NONE, ONSET_STOP, ONSET_FRICATIVE, ONSET_NASAL, ONSETS };
enum { VOWELS = sizeof vowels / sizeof vowels[0] };

struct voice {
    double pitch; /* Hz, in the middle of what is said */
    double tract; /* how much higher the formants are than a man's */
};

struct syllable {
    enum onset onset;
    int onset_length;
    int length; /* with the onset */
    const float *vowel;
    float locus; /* of the second formant where the vowel begins, Hz */
    double pitch_begin;
    double pitch_end;
    float gain;
    uint64_t noise;
};

static struct voice read_voice(uint64_t seed)
{
    struct dice dice = {seed};
    bool high = dice_below(&dice, 2) == 0;
    double unit = dice_unit(&dice);

    return high ? (struct voice){175 + 55 * unit, 1.12 + 0.08 * unit}
                : (struct voice){92 + 40 * unit, 0.97 + 0.06 * unit};
}

static int draw_ms(struct dice *dice, int least, int greatest)
{
    return (least + (int)dice_below(dice, (uint32_t)(greatest - least))) * SOUND_RATE / 1000;
}

/* `place` is 0 at the start of the turn and 1 at its end, over which the pitch falls. */
static void draw_syllable(struct dice *dice, const struct voice *voice, double place,
                          struct syllable *syllable)
{
    static const int longest[ONSETS] = {1, 70, 110, 70};
    static const float loci[] = {800, 1700, 2200};
    double stress = dice_unit(dice);

    syllable->onset = (enum onset)dice_below(dice, ONSETS);
    syllable->onset_length = draw_ms(dice, longest[syllable->onset] / 2, longest[syllable->onset]);
    syllable->length = syllable->onset_length + draw_ms(dice, 80, 130 + (int)(110 * stress));
    syllable->vowel = vowels[dice_below(dice, VOWELS)];
    syllable->locus = loci[dice_below(dice, 3)];
    syllable->pitch_begin = voice->pitch * (1.12 - 0.25 * place + 0.18 * stress);
    syllable->pitch_end = syllable->pitch_begin * (0.86 + 0.2 * dice_unit(dice));
    syllable->gain = (float)(0.1 + 0.09 * stress);
    syllable->noise = dice_next(dice);
}

/* Of white noise between -1 and 1 the sample that belongs to that number. */
static float noise_at(uint64_t seed, int index)
{
    return (float)((double)(int64_t)dice_mix(seed + (uint64_t)index) * 0x1p-63);
}

/* How loud each harmonic of a pitch is at a place of the vowel, from 0 to 1. */
static void weigh(const struct syllable *syllable, const struct voice *voice, double place, double pitch,
                  float weights[HARMONICS])
{
    float towards = (float)fmin(1, place * 3);
    float formants[FORMANTS];

    for (int i = 0; i < FORMANTS; i++)
        formants[i] = syllable->vowel[i] * (float)voice->tract;
    formants[0] = 250 + (formants[0] - 250) * towards;
    formants[1] = syllable->locus + (formants[1] - syllable->locus) * towards;
    for (int k = 0; k < HARMONICS; k++) {
        float hertz = (float)((k + 1) * pitch);
        float sum = 0.01F;

        for (int i = 0; i < FORMANTS; i++) {
            float off = (hertz - formants[i]) / widths[i];

            sum += peaks[i] / (1 + off * off);
        }
        weights[k] = hertz > SOUND_RATE * 0.45F ? 0 : sum / (1 + hertz / 1500);
    }
}

/* Sum of the harmonics of a phase, by sin (k+1)x = 2 cos x sin kx - sin (k-1)x. */
static float harmonics(double phase, const float weights[HARMONICS])
{
    float twice = (float)(2 * cos(phase));
    float before = 0;
    float now = (float)sin(phase);
    float sum = 0;

    for (int k = 0; k < HARMONICS; k++) {
        float next = twice * now - before;

        sum += weights[k] * now;
        before = now;
        now = next;
    }
    return sum;
}

static void make_vowel(const struct syllable *syllable, const struct voice *voice, float *out)
{
    int length = syllable->length - syllable->onset_length;
    int rise = SOUND_RATE / 60;
    int fall = SOUND_RATE / 18;
    float weights[HARMONICS];
    double phase = 0, wander = 1; /* of the pitch: no voice keeps it */

    for (int i = 0; i < length; i++) {
        double place = (double)i / length;
        double pitch = syllable->pitch_begin + (syllable->pitch_end - syllable->pitch_begin) * place;
        float gain =
            syllable->gain * fminf(1, fminf((float)i / (float)rise, (float)(length - i) / (float)fall));

        if (i % STEP == 0) {
            wander = 1 + 0.012 * noise_at(syllable->noise, -i);
            weigh(syllable, voice, place, pitch, weights);
        }
        out[i] = gain * (harmonics(phase, weights) + 0.04F * noise_at(syllable->noise, i));
        phase += 2 * M_PI * pitch * wander / SOUND_RATE;
        phase -= phase > 2 * M_PI ? 2 * M_PI : 0;
    }
}

/* Hissing: noise through a resonance high up. */
static void make_noise(const struct syllable *syllable, int from, int to, float gain, float *out)
{
    float turn = 2 * (float)M_PI * (1500 + syllable->locus * 0.8F) / SOUND_RATE;
    float first = 2 * 0.8F * cosf(turn);
    float before[2] = {0, 0};

    for (int i = from; i < to; i++) {
        float edge = fminf(1, (float)(i - from < to - i ? i - from : to - i) / 60);
        float now = noise_at(~syllable->noise, i) + first * before[0] - 0.64F * before[1];

        before[1] = before[0];
        before[0] = now;
        out[i] = gain * edge * now;
    }
}

/* A quiet vowel through the nose, up to where the syllable's own begins. */
static void make_nasal(const struct syllable *syllable, const struct voice *voice, float *out)
{
    struct syllable nasal = *syllable;

    nasal.length = syllable->onset_length;
    nasal.onset_length = 0;
    nasal.vowel = murmur;
    nasal.locus = murmur[1];
    nasal.pitch_end = syllable->pitch_begin;
    nasal.gain *= 0.4F;
    make_vowel(&nasal, voice, out);
}

static void make_syllable(const struct syllable *syllable, const struct voice *voice, float *out)
{
    int begin = syllable->onset_length;

    memset(out, 0, sizeof *out * (size_t)begin);
    if (syllable->onset == ONSET_FRICATIVE)
        make_noise(syllable, 0, begin, 0.02F, out);
    else if (syllable->onset == ONSET_STOP)
        make_noise(syllable, begin * 2 / 3, begin, 0.05F, out);
    else if (syllable->onset == ONSET_NASAL)
        make_nasal(syllable, voice, out);
    make_vowel(syllable, voice, out + begin);
}

/* Between syllables of a word nothing, between words a moment, between parts of a sentence more. */
static int draw_gap(struct dice *dice)
{
    uint32_t roll = dice_below(dice, 100);

    if (roll < 55)
        return 0;
    return roll < 90 ? draw_ms(dice, 20, 90) : draw_ms(dice, 180, 450);
}

void voice_second(uint64_t voice_seed, const struct turn *turn, int64_t second, float *out)
{
    struct voice voice = read_voice(voice_seed);
    struct dice dice = {turn->seed};
    int64_t begin = second * SOUND_RATE;
    int64_t at = turn->begin;
    struct syllable syllable;
    float samples[LONGEST];

    for (;;) {
        double place = (double)(at - turn->begin) / (double)(turn->end - turn->begin);

        draw_syllable(&dice, &voice, place, &syllable);
        if (at + syllable.length > turn->end || at >= begin + SOUND_RATE)
            return;
        if (at + syllable.length > begin) {
            make_syllable(&syllable, &voice, samples);
            for (int i = 0; i < syllable.length; i++) {
                if (at + i >= begin && at + i < begin + SOUND_RATE)
                    out[at + i - begin] += samples[i];
            }
        }
        at += syllable.length + draw_gap(&dice);
    }
}
