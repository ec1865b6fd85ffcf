#include "model/audio/audio_shape.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void audio_shape_clear(struct audio_shape *shape)
{
    for (unsigned channel = 0; channel < AUDIO_CHANNELS; channel++)
        free(shape->columns[channel]);
    memset(shape, 0, sizeof *shape);
}

void audio_shape_widen(struct audio_shape *shape, unsigned channels)
{
    for (; shape->channels < channels; shape->channels++) {
        if (!shape->capacity)
            continue;
        struct audio_column *columns = memory_array(shape->capacity, sizeof *columns);
        if (shape->channels)
            memcpy(columns, shape->columns[0], shape->count * sizeof *columns);
        shape->columns[shape->channels] = columns;
    }
}

static void make_room(struct audio_shape *shape, size_t more)
{
    size_t capacity = shape->capacity;
    for (unsigned channel = 0; channel < shape->channels; channel++) {
        capacity = shape->capacity;
        shape->columns[channel] = memory_grow(shape->columns[channel], &capacity, shape->count + more,
                                              sizeof *shape->columns[channel]);
    }
    shape->capacity = capacity;
}

void audio_shape_add(struct audio_shape *shape, const struct audio_column *columns)
{
    make_room(shape, 1);
    for (unsigned channel = 0; channel < shape->channels; channel++)
        shape->columns[channel][shape->count] = columns[channel];
    shape->count++;
}

void audio_shape_append(struct audio_shape *shape, const struct audio_shape *piece)
{
    audio_shape_widen(shape, piece->channels);
    shape->rest_us = piece->rest_us;
    if (!piece->count)
        return;
    make_room(shape, piece->count);
    for (unsigned channel = 0; channel < shape->channels; channel++)
        memcpy(shape->columns[channel] + shape->count,
               piece->columns[channel < piece->channels ? channel : 0],
               piece->count * sizeof(struct audio_column));
    shape->count += piece->count;
}

int64_t audio_shape_length_ms(const struct audio_shape *shape)
{
    return (int64_t)shape->count * AUDIO_COLUMN_MS + (shape->rest_us + 500) / 1000;
}
