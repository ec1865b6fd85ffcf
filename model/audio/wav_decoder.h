/* Decodes WAV while bytes still arrive: PCM of 8 to 32 bits, floating point of 32 bits, A-law and mu-law, one or two
 * channels. */
#ifndef MODEL_AUDIO_WAV_DECODER_H
#define MODEL_AUDIO_WAV_DECODER_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_peaks.h"

/* Plain data; starts zeroed. */
struct wav_decoder {
    bool has_format; /* the format chunk was read */
    bool is_refused; /* the format is not decoded here, or missing */
    unsigned format; /* 1 PCM, 3 floating point, 6 A-law, 7 mu-law */
    unsigned bits;   /* of a sample */
    unsigned channels;
    unsigned rate;     /* Hz */
    bool in_data;      /* the data chunk was reached */
    uint64_t data_end; /* offset in the file; UINT64_MAX if the header does not say */
    uint64_t taken;    /* samples of a channel that were decoded */
};

/* See mp3_decoder_take. */
uint64_t wav_decoder_take(struct wav_decoder *decoder, const struct audio_block *block,
                          struct audio_peaks *peaks, struct audio_shape *shape);

/* `size`: bytes of the file. */
void wav_decoder_facts(const struct wav_decoder *decoder, uint64_t size, struct audio_facts *facts);

#endif
