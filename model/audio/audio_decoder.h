/* Makes the shape of audio whose bytes may still be coming, a part at a time. For one thread at a time. */
#ifndef MODEL_AUDIO_AUDIO_DECODER_H
#define MODEL_AUDIO_AUDIO_DECODER_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_kind.h"
#include "model/audio/audio_shape.h"

struct audio_decoder;

/* `file` becomes the decoder's: what it holds is read from its beginning on. Of kinds that are not decoded here
 * there is no shape. */
struct audio_decoder *audio_decoder_new(enum audio_kind kind, int file);
void audio_decoder_free(struct audio_decoder **decoder);

/* Goes on with what the file has up to `size`, about AUDIO_DECODER_STEP bytes of it, and appends to *shape;
 * `is_end`: no more than that will come. False if there is nothing left to do for now. */
enum { AUDIO_DECODER_STEP = 256 * 1024 };
bool audio_decoder_run(struct audio_decoder *decoder, uint64_t size, bool is_end, struct audio_shape *shape);

struct audio_facts audio_decoder_facts(const struct audio_decoder *decoder);

#endif
