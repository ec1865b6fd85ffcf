/* Decodes MP3 while bytes still arrive, frame by frame, so that neither damaged frames nor data between them cost
 * memory; what cannot be decoded counts as silence of the same length. Used by one thread at a time. */
#ifndef MODEL_AUDIO_MP3_DECODER_H
#define MODEL_AUDIO_MP3_DECODER_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_peaks.h"

#include <stdbool.h>

struct mp3_decoder;

/* NULL if libmpg123 cannot be loaded. */
struct mp3_decoder *mp3_decoder_new(void);
void mp3_decoder_free(struct mp3_decoder **decoder);

/* Decodes the complete frames of the next bytes. Returns the bytes to advance, maybe beyond these; 0: more needed. */
uint64_t mp3_decoder_take(struct mp3_decoder *decoder, const struct audio_block *block,
                          struct audio_peaks *peaks, struct audio_shape *shape);

void mp3_decoder_facts(const struct mp3_decoder *decoder, struct audio_facts *facts);

#endif
