/* Makes the columns of a shape from samples of any rate. Plain data; starts zeroed. */
#ifndef MODEL_AUDIO_AUDIO_PEAKS_H
#define MODEL_AUDIO_AUDIO_PEAKS_H

#include "model/audio/audio_shape.h"

/* The samples of one channel in the incomplete column. */
struct audio_sum {
    int32_t least;
    int32_t most;
    int64_t sum;
    uint64_t squares; /* sum of the squares */
};

struct audio_peaks {
    unsigned rate;     /* of the input, Hz; 0: not set yet */
    unsigned channels; /* of the input, 1 or 2 */
    uint32_t phase;    /* AUDIO_COLUMNS_PER_SECOND times the samples; the column is complete at `rate` */
    uint32_t samples;  /* of a channel in the incomplete column */
    struct audio_sum sums[AUDIO_CHANNELS];
};

/* Sets the format of the samples that follow. The rate is at least 1,000 Hz. */
void audio_peaks_format(struct audio_peaks *peaks, unsigned rate, unsigned channels,
                        struct audio_shape *shape);

/* Continues in another shape, which is a piece that follows the previous one. */
void audio_peaks_resume(const struct audio_peaks *peaks, struct audio_shape *shape);

/* Takes `count` interleaved samples of each channel, and adds the columns that they complete. */
void audio_peaks_take(struct audio_peaks *peaks, const int16_t *samples, size_t count,
                      struct audio_shape *shape);

/* The same with samples of 0. */
void audio_peaks_silence(struct audio_peaks *peaks, uint64_t count, struct audio_shape *shape);

#endif
