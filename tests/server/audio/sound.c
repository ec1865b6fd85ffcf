#include "tests/server/audio/sound.h"

#include "tests/server/audio/music.h"
#include "tests/server/audio/talk.h"
#include "tests/server/audio/tones.h"
#include "tests/server/audio/voice.h"
#include "tests/server/dice.h"
#include "tests/server/must.h"
#include "tests/server/ticks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the noise of the line, against a full sample of 1. */
#define LINE_NOISE 0.0006F

struct sound {
    int kind;
    int64_t samples;
    uint64_t voices[2]; /* by enum talk_who */
    uint64_t noise;
    struct talk talk;
};

struct sound *sound_new(int kind, int64_t id, int agent, int64_t ticks)
{
    struct sound *sound = must_alloc(1, sizeof *sound);
    uint64_t seed = dice_mix((uint64_t)id);

    sound->kind = kind;
    sound->samples = (ticks * SOUND_RATE + TICKS_PER_SECOND / 2) / TICKS_PER_SECOND;
    sound->voices[TALK_CALLER] = dice_mix(seed + 1);
    sound->voices[TALK_AGENT] = dice_mix((uint64_t)agent);
    sound->noise = dice_mix(seed + 2);
    if (kind == SOUND_TALK)
        talk_make(&sound->talk, seed, sound->samples);
    return sound;
}

void sound_free(struct sound **sound)
{
    if (*sound == NULL)
        return;
    talk_clear(&(*sound)->talk);
    free(*sound);
    *sound = NULL;
}

int64_t sound_samples(const struct sound *sound)
{
    return sound->samples;
}

enum sound_level sound_level(const struct sound *sound, int64_t sample)
{
    if (sound->kind == SOUND_TONES)
        return (enum sound_level)(sample / SOUND_RATE / 10 % 3);
    size_t next = talk_at(&sound->talk, sample);
    if (next == sound->talk.count || sound->talk.turns[next].begin > sample)
        return SOUND_PAUSE;
    return sound->talk.turns[next].who == TALK_MUSIC ? SOUND_MUSIC : SOUND_SPEECH;
}

/* The caller hears the music; it comes from the agent's side. */
static void talk_second(const struct sound *sound, int64_t second, float *caller, float *agent)
{
    const struct talk *talk = &sound->talk;
    int64_t end = (second + 1) * SOUND_RATE;

    for (size_t i = talk_at(talk, second * SOUND_RATE); i < talk->count && talk->turns[i].begin < end; i++) {
        const struct turn *turn = &talk->turns[i];

        if (turn->who == TALK_MUSIC)
            music_second(turn, second, agent);
        else
            voice_second(sound->voices[turn->who], turn, second, turn->who == TALK_CALLER ? caller : agent);
    }
    for (int i = 0; i < SOUND_RATE; i++) {
        uint64_t roll = dice_mix(sound->noise + (uint64_t)(second * SOUND_RATE + i));

        caller[i] += LINE_NOISE * (float)((double)(int32_t)(roll >> 32) * 0x1p-31);
        agent[i] += LINE_NOISE * (float)((double)(int32_t)roll * 0x1p-31);
    }
}

static int16_t sample_of(float value)
{
    return (int16_t)lrintf(fmaxf(-1, fminf(1, value)) * INT16_MAX);
}

void sound_second(const struct sound *sound, int64_t second, int channels, int16_t out[][SOUND_RATE])
{
    float caller[SOUND_RATE] = {0};
    float agent[SOUND_RATE] = {0};

    if (sound->kind == SOUND_TONES)
        tones_second(second, caller, agent);
    else
        talk_second(sound, second, caller, agent);
    for (int i = 0; i < SOUND_RATE; i++) {
        bool is_over = second * SOUND_RATE + i >= sound->samples;
        float first = channels == 1 ? caller[i] + agent[i] : caller[i];

        out[0][i] = is_over ? 0 : sample_of(first);
        if (channels > 1)
            out[1][i] = is_over ? 0 : sample_of(agent[i]);
    }
}
