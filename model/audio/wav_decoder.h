/* Decodes WAV whose bytes may still be coming: PCM of 8 to 32 bits, floating point, A-law and mu-law, one
 * channel or two. */
#ifndef MODEL_AUDIO_WAV_DECODER_H
#define MODEL_AUDIO_WAV_DECODER_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_peaks.h"

/* Plain data; all zero at the start. */
struct wav_decoder {
    bool has_format;
    bool is_refused; /* no such format is decoded here */
    unsigned format; /* 1 PCM, 3 floating point, 6 A-law, 7 mu-law */
    unsigned bits;
    unsigned channels;
    unsigned rate;
    bool in_data;
    uint64_t data_end; /* UINT64_MAX where the head does not know */
    uint64_t taken;    /* samples of each channel */
};

/* As mp3_decoder_take. */
uint64_t wav_decoder_take(struct wav_decoder *decoder, const struct audio_block *block,
                          struct audio_peaks *peaks, struct audio_shape *shape);

/* `size` is that of the whole file. */
void wav_decoder_facts(const struct wav_decoder *decoder, uint64_t size, struct audio_facts *facts);

#endif
