/* Writes audio to a descriptor while it arrives, on a worker thread of the loop. All calls on the loop's thread; they
 * return at once. */
#ifndef TUI_COMMAND_AUDIO_OUTPUT_H
#define TUI_COMMAND_AUDIO_OUTPUT_H

#include "model/audio/audio_buffer.h"

#include <uv.h>

struct audio_output;

enum audio_output_state {
    AUDIO_OUTPUT_WRITING,
    AUDIO_OUTPUT_WRITTEN,   /* everything that it was given so far */
    AUDIO_OUTPUT_FAILED,    /* see audio_output_error */
    AUDIO_OUTPUT_DIFFERENT, /* the server sent it again from the start, with other bytes than were written */
};

/* `descriptor` is not owned. */
struct audio_output *audio_output_new(uv_loop_t *loop, int descriptor);

/* Stops writing, even if nobody reads; the loop has to run a moment longer. Safe on NULL. */
void audio_output_free(struct audio_output **output);

/* Writes what the buffer has by now (NULL: nothing has come); `is_all`: no more will come. Returns the state. */
enum audio_output_state audio_output_give(struct audio_output *output, const struct audio_buffer *buffer,
                                          bool is_all);

int audio_output_error(const struct audio_output *output); /* an errno; 0 if it did not fail */

#endif
