/* Takes the audio of a recording that is on hold from the disk into the store: it is what was kept, whatever the server has
 * of it by now. All of it is compared with what the hold says of it before any is heard. Read beside the loop, block by block.
 * All calls and callbacks on the loop's thread. */
#ifndef MODEL_AUDIO_AUDIO_HELD_H
#define MODEL_AUDIO_AUDIO_HELD_H

#include "model/audio/audio_kind.h"
#include "model/audio/audio_store.h"

#include <uv.h>

struct audio_held;

enum audio_held_end {
    AUDIO_HELD_WHOLE,   /* all of it, and the server had said how much that is */
    AUDIO_HELD_UNSURE,  /* all that was kept: nobody knows whether that is all */
    AUDIO_HELD_NONE,    /* the server is to be asked: there is no copy of it, */
    AUDIO_HELD_SPARE,   /* or one of a recording that it had under that call before, */
    AUDIO_HELD_DAMAGED, /* or it is not what was kept any more: the failure says so */
    AUDIO_HELD_GONE,    /* nor has the server any more what there is no copy of: the failure says why */
};

struct audio_held_options {
    uv_loop_t *loop;
    struct audio_store *store; /* outlives it */
    int64_t key;               /* of it in the store */
    const char *folder;        /* of what is on hold, see hold_files.h; copied */
    int64_t call;
    const char *file;  /* of the recording, "": it has none; NULL: whichever of the call; copied */
    bool server_first; /* rather than a copy of what it no longer has, where whichever is meant */
    void (*arrived)(void *context); /* there is more of it */
    /* Once, not from inside audio_held_start; it is gone after it. In the store is nothing of it unless it is whole. */
    void (*ended)(void *context, enum audio_held_end how, const struct failure *failure);
    void *context;
};

struct audio_held *audio_held_start(const struct audio_held_options *options);

/* What has come stays in the store. Nothing is called any more. */
void audio_held_cancel(struct audio_held **held);

enum audio_kind audio_held_kind(const struct audio_held *held);
uint64_t audio_held_total(const struct audio_held *held); /* bytes; 0 while unknown */

#endif
