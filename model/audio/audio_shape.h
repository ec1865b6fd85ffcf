/* The shape of a call's sound, in columns of 20 ms: peak and loudness of each channel. Plain data. */
#ifndef MODEL_AUDIO_AUDIO_SHAPE_H
#define MODEL_AUDIO_AUDIO_SHAPE_H

#include <stddef.h>
#include <stdint.h>

enum {
    AUDIO_COLUMN_MS = 20,
    AUDIO_COLUMNS_PER_SECOND = 50,
    AUDIO_CHANNELS = 2,     /* at most */
    AUDIO_LEVEL_FULL = 201, /* the level of full scale */
};

struct audio_column {
    uint8_t peak;  /* greatest amplitude, linear, of 255; 0: silence only */
    uint8_t level; /* loudness in half dB; 1: 100 dB below full scale or less; 0: all samples are equal */
};

/* Empty when zeroed. */
struct audio_shape {
    unsigned channels; /* 0 while unknown */
    size_t count;      /* columns of each channel */
    size_t capacity;
    struct audio_column *columns[AUDIO_CHANNELS]; /* owned; those of the first `channels` channels */
    uint32_t rest_us; /* microseconds that an incomplete column behind these has so far */
};

void audio_shape_clear(struct audio_shape *shape);

/* Raises the number of channels to at least `channels`; a new one gets the columns of the first. */
void audio_shape_widen(struct audio_shape *shape, unsigned channels);

/* Adds a column; `columns` has AUDIO_CHANNELS, of which the shape's channels are taken. */
void audio_shape_add(struct audio_shape *shape, const struct audio_column *columns);

/* Appends a shape that continues this one. */
void audio_shape_append(struct audio_shape *shape, const struct audio_shape *piece);

int64_t audio_shape_length_ms(const struct audio_shape *shape);

#endif
