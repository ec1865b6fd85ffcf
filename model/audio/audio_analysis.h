/* Analyses a call's audio on a thread of the pool while it is being received. All calls on the loop's thread. */
#ifndef MODEL_AUDIO_AUDIO_ANALYSIS_H
#define MODEL_AUDIO_AUDIO_ANALYSIS_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_kind.h"
#include "model/audio/audio_shape.h"
#include "model/audio/audio_sound.h"

#include <uv.h>

struct audio_analysis;

/* Takes ownership of the descriptor `file`. `changed` is called from the loop when the shape has grown, and at its
 * end. */
struct audio_analysis *audio_analysis_start(uv_loop_t *loop, enum audio_kind kind, int file,
                                            void (*changed)(void *context), void *context);

/* The file has `size` bytes now; `is_end`: it will not grow. */
void audio_analysis_go_on(struct audio_analysis *analysis, uint64_t size, bool is_end);

/* Frees it; `changed` is not called any more. Work on the other thread finishes by itself; the loop must run until
 * then. */
void audio_analysis_end(struct audio_analysis **analysis);

/* Results so far; valid until the next return to the loop. */
const struct audio_shape *audio_analysis_shape(const struct audio_analysis *analysis);
const struct audio_sound *audio_analysis_sound(struct audio_analysis *analysis);
const struct audio_facts *audio_analysis_facts(const struct audio_analysis *analysis);

#endif
