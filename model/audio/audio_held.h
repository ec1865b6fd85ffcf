/* Loads the held copy of a recording's audio from disk into the store. It is verified against the hold's length and
 * hash before any of it is delivered. Reads on a thread of the pool, block by block; all calls and callbacks on the
 * loop's thread. */
#ifndef MODEL_AUDIO_AUDIO_HELD_H
#define MODEL_AUDIO_AUDIO_HELD_H

#include "model/audio/audio_kind.h"
#include "model/audio/audio_store.h"

#include <uv.h>

struct audio_held;

enum audio_held_end {
    AUDIO_HELD_WHOLE,  /* complete, and its length was once announced by the server */
    AUDIO_HELD_UNSURE, /* the whole copy, but its length was never announced */
    AUDIO_HELD_NONE,   /* ask the server: there is no copy */
    AUDIO_HELD_SPARE, /* ask the server: the copy is of a recording that it has deleted, and any of the call will do */
    AUDIO_HELD_DAMAGED, /* ask the server: the copy is damaged or the holds cannot be read, see the failure */
    AUDIO_HELD_GONE,    /* lost: no usable copy, and the server has deleted it; see the failure */
};

struct audio_held_options {
    uv_loop_t *loop;
    struct audio_store *store; /* outlives it */
    int64_t key;               /* its key in the store */
    const char *folder;        /* folder of the holds, see hold_files.h; copied */
    int64_t call;
    const char *file;  /* file name of the recording, "": it has none, NULL: any of the call; copied */
    bool server_first; /* with file NULL, prefers the server to a copy of a deleted recording */
    void (*arrived)(void *context); /* bytes were appended */
    /* Called once, not from inside audio_held_start; the object is freed afterwards. The store has the bytes only
     * for WHOLE and UNSURE. */
    void (*ended)(void *context, enum audio_held_end how, const struct failure *failure);
    void *context;
};

struct audio_held *audio_held_start(const struct audio_held_options *options);

/* Cancels without a callback; bytes loaded so far stay in the store. */
void audio_held_cancel(struct audio_held **held);

enum audio_kind audio_held_kind(const struct audio_held *held);
uint64_t audio_held_total(const struct audio_held *held); /* bytes; 0 while unknown */

#endif
