/* What decoding takes, and what it shows besides the shape. Plain data. */
#ifndef MODEL_AUDIO_AUDIO_FACTS_H
#define MODEL_AUDIO_AUDIO_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of audio, not owned. */
struct audio_block {
    uint64_t at; /* their place in the file */
    const unsigned char *bytes;
    size_t length;
    bool is_end; /* nothing follows them */
};

struct audio_facts {
    bool has_shape;    /* it is of a kind that is decoded here, and something was found in it */
    bool is_over;      /* all bytes were looked at */
    uint64_t bytes;    /* that were */
    bool is_cut;       /* (then) by its own word something is missing at its end */
    unsigned rate;     /* Hz; 0 while unknown */
    unsigned channels; /* likewise */
};

#endif
