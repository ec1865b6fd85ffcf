#include "model/audio/audio_peaks.h"

#include <math.h>
#include <string.h>

#define LEAST_POWER 0.001 /* less than that of a single sample that differs by 1 in a column at 48 kHz */

enum { FULL_SCALE = 32768, PEAK_SHIFT = 7, PEAK_LIMIT = 255 };

/* When the format changes, the incomplete column is kept and converted. */
void audio_peaks_format(struct audio_peaks *peaks, unsigned rate, unsigned channels,
                        struct audio_shape *shape)
{
    if (peaks->rate)
        peaks->phase = (uint32_t)((uint64_t)peaks->phase * rate / peaks->rate);
    if (peaks->channels == 1 && channels == 2)
        peaks->sums[1] = peaks->sums[0];
    peaks->rate = rate;
    peaks->channels = channels;
    audio_shape_widen(shape, channels);
}

static void add(struct audio_sum *sum, const int16_t *samples, size_t count, unsigned step)
{
    int32_t least = sum->least, most = sum->most;
    int64_t total = 0;
    uint64_t squares = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t sample = samples[i * step];
        least = sample < least ? sample : least;
        most = sample > most ? sample : most;
        total += sample;
        squares += (uint64_t)(sample * sample);
    }
    sum->least = least;
    sum->most = most;
    sum->sum += total;
    sum->squares += squares;
}

/* The level of the deviation from the mean, since a constant offset is not loud. */
static uint8_t level_of(const struct audio_sum *sum, uint32_t samples)
{
    double mean = (double)sum->sum / samples;
    double power = (double)sum->squares / samples - mean * mean;
    if (power < LEAST_POWER)
        return 0;
    double level = 20 * log10(power / ((double)FULL_SCALE * FULL_SCALE)) + AUDIO_LEVEL_FULL;
    return level < 1 ? 1 : level > AUDIO_LEVEL_FULL ? AUDIO_LEVEL_FULL : (uint8_t)lround(level);
}

static struct audio_column column_of(const struct audio_sum *sum, uint32_t samples)
{
    int32_t peak = -sum->least > sum->most ? -sum->least : sum->most;
    int32_t shown = (peak + (1 << PEAK_SHIFT) - 1) >> PEAK_SHIFT;
    return (struct audio_column){
        .peak = (uint8_t)(shown < 0            ? 0
                          : shown > PEAK_LIMIT ? PEAK_LIMIT
                                               : shown),
        .level = level_of(sum, samples),
    };
}

/* Adds the completed column to the shape, and begins the next one. */
static void complete(struct audio_peaks *peaks, struct audio_shape *shape)
{
    struct audio_column columns[AUDIO_CHANNELS];
    for (unsigned channel = 0; channel < AUDIO_CHANNELS; channel++)
        columns[channel] = column_of(&peaks->sums[channel < peaks->channels ? channel : 0], peaks->samples);
    audio_shape_add(shape, columns);
    memset(peaks->sums, 0, sizeof peaks->sums);
    peaks->samples = 0;
    peaks->phase -= peaks->rate;
}

/* How many of `count` samples still belong to the column. */
static size_t room_for(const struct audio_peaks *peaks, uint64_t count)
{
    uint32_t missing = peaks->rate - peaks->phase;
    uint32_t room = (missing + AUDIO_COLUMNS_PER_SECOND - 1) / AUDIO_COLUMNS_PER_SECOND;
    return count < room ? (size_t)count : room;
}

static void note_rest(const struct audio_peaks *peaks, struct audio_shape *shape)
{
    shape->rest_us = (uint32_t)((uint64_t)peaks->phase * AUDIO_COLUMN_MS * 1000 / peaks->rate);
}

static void go_on(struct audio_peaks *peaks, size_t taken, struct audio_shape *shape)
{
    peaks->samples += (uint32_t)taken;
    peaks->phase += (uint32_t)taken * AUDIO_COLUMNS_PER_SECOND;
    if (peaks->phase >= peaks->rate)
        complete(peaks, shape);
    note_rest(peaks, shape);
}

void audio_peaks_take(struct audio_peaks *peaks, const int16_t *samples, size_t count,
                      struct audio_shape *shape)
{
    while (count) {
        size_t taken = room_for(peaks, count);
        for (unsigned channel = 0; channel < peaks->channels; channel++)
            add(&peaks->sums[channel], samples + channel, taken, peaks->channels);
        go_on(peaks, taken, shape);
        samples += taken * peaks->channels;
        count -= taken;
    }
}

void audio_peaks_silence(struct audio_peaks *peaks, uint64_t count, struct audio_shape *shape)
{
    while (count) {
        size_t taken = room_for(peaks, count);
        go_on(peaks, taken, shape);
        count -= taken;
    }
}

void audio_peaks_resume(const struct audio_peaks *peaks, struct audio_shape *shape)
{
    if (!peaks->rate)
        return;
    audio_shape_widen(shape, peaks->channels);
    note_rest(peaks, shape);
}
