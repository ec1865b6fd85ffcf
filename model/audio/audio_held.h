/* Takes the audio of a call that is on hold from the disk into the store: it is what was kept, whatever the server has of
 * it by now. Read beside the loop, block by block. All calls and callbacks on the loop's thread. */
#ifndef MODEL_AUDIO_AUDIO_HELD_H
#define MODEL_AUDIO_AUDIO_HELD_H

#include "model/audio/audio_kind.h"
#include "model/audio/audio_store.h"

#include <uv.h>

struct audio_held;

struct audio_held_options {
    uv_loop_t *loop;
    struct audio_store *store; /* outlives it */
    const char *folder;        /* of what is on hold, see hold_files.h; copied */
    int64_t call;
    void (*arrived)(void *context); /* there is more of it */
    /* Once, not from inside audio_held_start; it is gone after it. Where the audio is not on hold *failure is of
     * FAILURE_NONE; in the store is nothing of it where it could not be read. */
    void (*ended)(void *context, bool is_whole, const struct failure *failure);
    void *context;
};

struct audio_held *audio_held_start(const struct audio_held_options *options);

/* What has come stays in the store. Nothing is called any more. */
void audio_held_cancel(struct audio_held **held);

enum audio_kind audio_held_kind(const struct audio_held *held);
uint64_t audio_held_total(const struct audio_held *held); /* bytes; 0 while unknown */

#endif
