/* Decodes MP3 whose bytes may still be coming: frame by frame, so that neither damage nor what stands between
 * them costs memory, and time goes on over what cannot be decoded. For one thread at a time. */
#ifndef MODEL_AUDIO_MP3_DECODER_H
#define MODEL_AUDIO_MP3_DECODER_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_peaks.h"

#include <stdbool.h>

struct mp3_decoder;

/* NULL where libmpg123 cannot be had. */
struct mp3_decoder *mp3_decoder_new(void);
void mp3_decoder_free(struct mp3_decoder **decoder);

/* Decodes what is whole of the next bytes. Returns how far it has come, which may be behind them; 0: it needs
 * more than these. */
uint64_t mp3_decoder_take(struct mp3_decoder *decoder, const struct audio_block *block,
                          struct audio_peaks *peaks, struct audio_shape *shape);

void mp3_decoder_facts(const struct mp3_decoder *decoder, struct audio_facts *facts);

#endif
