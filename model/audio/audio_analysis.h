/* Makes the shape of a call's audio beside the loop while its bytes come. All calls on the loop's thread. */
#ifndef MODEL_AUDIO_AUDIO_ANALYSIS_H
#define MODEL_AUDIO_AUDIO_ANALYSIS_H

#include "model/audio/audio_facts.h"
#include "model/audio/audio_kind.h"
#include "model/audio/audio_shape.h"
#include "model/audio/audio_sound.h"

#include <uv.h>

struct audio_analysis;

/* `file` becomes its own. `changed` is called from the loop when there is more of the shape, and at its end. */
struct audio_analysis *audio_analysis_start(uv_loop_t *loop, enum audio_kind kind, int file,
                                            void (*changed)(void *context), void *context);

/* The file has so many bytes now; `is_end`: and gets no more. */
void audio_analysis_go_on(struct audio_analysis *analysis, uint64_t size, bool is_end);

/* Calls `changed` no more. What is under way beside the loop ends by itself; the loop runs until then. */
void audio_analysis_end(struct audio_analysis **analysis);

/* Of what was looked at so far; valid until the next return to the loop. */
const struct audio_shape *audio_analysis_shape(const struct audio_analysis *analysis);
const struct audio_sound *audio_analysis_sound(struct audio_analysis *analysis);
const struct audio_facts *audio_analysis_facts(const struct audio_analysis *analysis);

#endif
