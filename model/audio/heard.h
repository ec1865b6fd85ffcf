/* Which columns of a call were played. Plain data; all zero at the start. */
#ifndef MODEL_AUDIO_HEARD_H
#define MODEL_AUDIO_HEARD_H

#include "model/audio/audio_sound.h"

struct heard {
    struct audio_span *spans; /* owned; in their order, with something between them */
    size_t count;
    size_t capacity;
};

void heard_add(struct heard *heard, size_t begin, size_t end); /* nothing if that is no span */
void heard_clear(struct heard *heard);

#endif
