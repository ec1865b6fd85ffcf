/* Writes audio beside the loop to a descriptor while it comes. All calls on the loop's thread; they return at once. */
#ifndef TUI_COMMAND_AUDIO_OUTPUT_H
#define TUI_COMMAND_AUDIO_OUTPUT_H

#include "model/audio/audio_buffer.h"

#include <uv.h>

struct audio_output;

enum audio_output_state {
    AUDIO_OUTPUT_WRITING,
    AUDIO_OUTPUT_WRITTEN,   /* all that it was given */
    AUDIO_OUTPUT_FAILED,    /* see audio_output_error */
    AUDIO_OUTPUT_DIFFERENT, /* what came when it began anew is not what was written */
};

struct audio_output *audio_output_new(uv_loop_t *loop, int descriptor);

/* Ends it within a moment, though nobody may read; the loop runs until then. */
void audio_output_free(struct audio_output **output);

/* Goes on with what the buffer has by now, NULL: nothing. `is_all`: that is all. */
enum audio_output_state audio_output_give(struct audio_output *output, const struct audio_buffer *buffer,
                                          bool is_all);

int audio_output_error(const struct audio_output *output); /* an errno; 0 if it did not fail */

#endif
