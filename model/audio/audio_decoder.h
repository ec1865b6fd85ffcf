/* Decodes audio into its shape, step by step while bytes still arrive. Used by one thread at a time. */
#ifndef MODEL_AUDIO_AUDIO_DECODER_H
#define MODEL_AUDIO_AUDIO_DECODER_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_kind.h"
#include "model/audio/audio_shape.h"

struct audio_decoder;

/* Takes ownership of the descriptor `file`, which is read from its start. Kinds that are not decoded here have no
 * shape. */
struct audio_decoder *audio_decoder_new(enum audio_kind kind, int file);
void audio_decoder_free(struct audio_decoder **decoder);

/* Decodes about AUDIO_DECODER_STEP more bytes of the first `size` of the file, and appends to *shape; `is_end`: the
 * file will not grow. False if there is nothing left to do for now. */
enum { AUDIO_DECODER_STEP = 256 * 1024 };
bool audio_decoder_run(struct audio_decoder *decoder, uint64_t size, bool is_end, struct audio_shape *shape);

struct audio_facts audio_decoder_facts(const struct audio_decoder *decoder);

#endif
