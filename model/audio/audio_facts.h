/* Input and results of the decoders, besides the shape. Plain data. */
#ifndef MODEL_AUDIO_AUDIO_FACTS_H
#define MODEL_AUDIO_AUDIO_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of audio, not owned. */
struct audio_block {
    uint64_t at; /* their offset in the file */
    const unsigned char *bytes;
    size_t length;
    bool is_end; /* nothing follows them */
};

struct audio_facts {
    bool has_shape;    /* it is of a kind that is decoded here, and something was decoded */
    bool is_over;      /* all bytes are decoded, and no more will come */
    uint64_t bytes;    /* decoded so far */
    bool is_cut;       /* when is_over: by its own headers its end is missing */
    unsigned rate;     /* Hz; 0 while unknown */
    unsigned channels; /* 0 while unknown */
};

#endif
