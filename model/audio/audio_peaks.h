/* Makes the columns of a shape from samples, whatever their rate. Plain data; all zero at the start. */
#ifndef MODEL_AUDIO_AUDIO_PEAKS_H
#define MODEL_AUDIO_AUDIO_PEAKS_H

#include "model/audio/audio_shape.h"

/* What the column that is not complete has of a channel. */
struct audio_sum {
    int32_t least;
    int32_t most;
    int64_t sum;
    uint64_t squares;
};

struct audio_peaks {
    unsigned rate;     /* Hz */
    unsigned channels; /* of what comes, 1 or 2 */
    uint32_t phase;    /* 50 times the samples of that column; it is complete at `rate` */
    uint32_t samples;
    struct audio_sum sums[AUDIO_CHANNELS];
};

/* From here on samples come so. The rate is 1,000 at least. */
void audio_peaks_format(struct audio_peaks *peaks, unsigned rate, unsigned channels,
                        struct audio_shape *shape);

/* Goes on in another shape, which is a piece behind the one before. */
void audio_peaks_resume(const struct audio_peaks *peaks, struct audio_shape *shape);

/* Takes so many samples of each channel, one of each in turn; adds the columns that they complete. */
void audio_peaks_take(struct audio_peaks *peaks, const int16_t *samples, size_t count,
                      struct audio_shape *shape);

/* The same, of nothing. */
void audio_peaks_silence(struct audio_peaks *peaks, uint64_t count, struct audio_shape *shape);

#endif
