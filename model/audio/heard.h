/* The set of columns of a call that were played. Plain data; starts zeroed. */
#ifndef MODEL_AUDIO_HEARD_H
#define MODEL_AUDIO_HEARD_H

#include "model/audio/audio_sound.h"

struct heard {
    struct audio_span *spans; /* owned; ascending, and neither overlapping nor adjacent */
    size_t count;
    size_t capacity;
};

void heard_add(struct heard *heard, size_t begin, size_t end); /* no effect unless begin < end */
void heard_clear(struct heard *heard);

#endif
