/* What a call sounds like, in columns of 20 ms: how far each channel goes, and how loud it is. Plain data. */
#ifndef MODEL_AUDIO_AUDIO_SHAPE_H
#define MODEL_AUDIO_AUDIO_SHAPE_H

#include <stddef.h>
#include <stdint.h>

enum {
    AUDIO_COLUMN_MS = 20,
    AUDIO_COLUMNS_PER_SECOND = 50,
    AUDIO_CHANNELS = 2, /* at most */
    AUDIO_LEVEL_FULL = 201,
};

struct audio_column {
    uint8_t peak;  /* of 255, linear; 0 is silence only */
    uint8_t level; /* 1 is 100 dB below full scale or less, each more half a dB; 0: nothing changes in it */
};

/* All zero when empty. */
struct audio_shape {
    unsigned channels; /* 0 while none is known */
    size_t count;      /* of columns */
    size_t capacity;
    struct audio_column *columns[AUDIO_CHANNELS]; /* owned; as many as there are channels are there */
    uint32_t rest_us; /* the beginning of one column more, which is not there yet */
};

void audio_shape_clear(struct audio_shape *shape);

/* It has at least so many channels from here on: what one alone had, both did. */
void audio_shape_widen(struct audio_shape *shape, unsigned channels);

/* A column for each of AUDIO_CHANNELS channels, of which those that the shape has are taken. */
void audio_shape_add(struct audio_shape *shape, const struct audio_column *columns);

/* Appends another, which goes on where this one ends. */
void audio_shape_append(struct audio_shape *shape, const struct audio_shape *piece);

int64_t audio_shape_length_ms(const struct audio_shape *shape);

#endif
