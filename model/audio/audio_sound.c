#include "model/audio/audio_sound.h"

#include "net/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* In levels of half a decibel (struct audio_column). The floor is the 10th percentile of the levels of a call, loud is
 * the 95th. Sound begins at FLOOR_MARGIN above the floor or at LOUD_MARGIN below loud, whichever is less, but not below
 * LEAST_LEVEL. */
enum {
    FLOOR_MARGIN = 18,
    LOUD_MARGIN = 30,
    LEAST_LEVEL = 89, /* 56 dB below full scale */
    HYSTERESIS = 6,   /* sound ends so far below the level at which it begins */
    PADDING = 15,     /* columns added before and after a sound: 300 ms */
};

/* Decides for one channel, column by column, whether it is loud. */
struct gate {
    const struct audio_column *columns;
    uint8_t opens;
    uint8_t closes;
    bool is_open;
};

/* The least level that more than `share` of the columns do not exceed. `counts`: columns by level. */
static int level_above(const size_t counts[UINT8_MAX + 1], size_t columns, double share)
{
    size_t below = 0;
    int level = 0;
    while (level < UINT8_MAX && (below += counts[level]) <= (size_t)((double)columns * share))
        level++;
    return level;
}

static struct gate gate_of(const struct audio_column *columns, size_t count)
{
    size_t counts[UINT8_MAX + 1] = {0};
    for (size_t i = 0; i < count; i++)
        counts[columns[i].level]++;
    int floor = level_above(counts, count, 0.1), loud = level_above(counts, count, 0.95);
    int opens = floor + FLOOR_MARGIN < loud - LOUD_MARGIN ? floor + FLOOR_MARGIN : loud - LOUD_MARGIN;
    opens = opens > LEAST_LEVEL ? opens : LEAST_LEVEL;
    return (struct gate){columns, (uint8_t)opens, (uint8_t)(opens - HYSTERESIS), false};
}

static bool is_loud(struct gate *gate, size_t column)
{
    gate->is_open = gate->columns[column].level >= (gate->is_open ? gate->closes : gate->opens);
    return gate->is_open;
}

/* Adds a loud column with its padding to the spans. */
static void add(struct audio_sound *sound, size_t column)
{
    size_t begin = column < PADDING ? 0 : column - PADDING, end = column + 1 + PADDING;
    struct audio_span *last = sound->count ? &sound->spans[sound->count - 1] : NULL;
    end = end < sound->columns ? end : sound->columns;
    if (last && begin <= last->end) {
        last->end = end;
        return;
    }
    sound->spans = memory_grow(sound->spans, &sound->capacity, sound->count + 1, sizeof *sound->spans);
    sound->spans[sound->count++] = (struct audio_span){begin, end};
}

static void note_silence(struct audio_sound *sound, size_t begin, size_t end)
{
    if (end - begin > sound->longest_silence.end - sound->longest_silence.begin)
        sound->longest_silence = (struct audio_span){begin, end};
}

static void sum_up(struct audio_sound *sound)
{
    size_t silent_from = 0;
    for (size_t i = 0; i < sound->count; i++) {
        sound->sounding += sound->spans[i].end - sound->spans[i].begin;
        note_silence(sound, silent_from, sound->spans[i].begin);
        silent_from = sound->spans[i].end;
    }
    note_silence(sound, silent_from, sound->columns);
}

void audio_sound_find(struct audio_sound *sound, const struct audio_shape *shape)
{
    struct gate gates[AUDIO_CHANNELS];
    *sound =
        (struct audio_sound){.spans = sound->spans, .capacity = sound->capacity, .columns = shape->count};
    for (unsigned channel = 0; channel < shape->channels; channel++)
        gates[channel] = gate_of(shape->columns[channel], shape->count);
    for (size_t column = 0; column < shape->count; column++) {
        unsigned loud = 0;
        for (unsigned channel = 0; channel < shape->channels; channel++)
            loud += is_loud(&gates[channel], column);
        if (loud)
            add(sound, column);
        sound->talk_over += loud == AUDIO_CHANNELS;
    }
    sum_up(sound);
}

void audio_sound_clear(struct audio_sound *sound)
{
    free(sound->spans);
    memset(sound, 0, sizeof *sound);
}

const struct audio_span *audio_sound_at(const struct audio_sound *sound, size_t column)
{
    size_t low = 0, high = sound->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sound->spans[middle].end > column)
            high = middle;
        else
            low = middle + 1;
    }
    return low < sound->count ? &sound->spans[low] : NULL;
}
