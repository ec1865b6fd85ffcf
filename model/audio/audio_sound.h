/* Where there is sound in a call and where silence, by loudness alone: music counts as sound. Pure. */
#ifndef MODEL_AUDIO_AUDIO_SOUND_H
#define MODEL_AUDIO_AUDIO_SOUND_H

#include "model/audio/audio_shape.h"

/* Columns of the shape from `begin` up to, not including, `end`. */
struct audio_span {
    size_t begin;
    size_t end;
};

struct audio_sound {
    struct audio_span *spans; /* owned; those with sound in any channel, ascending */
    size_t count;
    size_t capacity;
    size_t columns;  /* of the shape */
    size_t sounding; /* columns within the spans */
    struct audio_span longest_silence;
    size_t talk_over; /* columns in which both channels are loud; 0 unless there are two */
};

/* Replaces the contents of *sound, which starts zeroed. */
void audio_sound_find(struct audio_sound *sound, const struct audio_shape *shape);
void audio_sound_clear(struct audio_sound *sound);

/* The first span that ends after `column`; NULL if there is none. */
const struct audio_span *audio_sound_at(const struct audio_sound *sound, size_t column);

#endif
