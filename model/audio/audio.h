/* The audio of an account's recordings: fetching, caching in memory, and analysis of its sound. Resources are
 * created on first use. All calls and callbacks on the loop's thread; none blocks. From inside `changed` nothing
 * may be stopped or closed. */
#ifndef MODEL_AUDIO_AUDIO_H
#define MODEL_AUDIO_AUDIO_H

#include "model/audio/audio_buffer.h"
#include "model/audio/audio_facts.h"
#include "model/audio/audio_kind.h"
#include "model/audio/audio_shape.h"
#include "model/audio/audio_sound.h"
#include "net/http/http.h"

struct audio;

struct audio_options {
    uv_loop_t *loop;
    struct http *http; /* NULL: no requests are made */
    const char *base;  /* base URL of the account; loop, http and base must outlive the audio */
    const char *held;  /* folder of the holds (hold_files.h); copied; NULL: none */
    uint64_t memory;   /* limit of the cache in bytes */
    void (*changed)(void *context, int64_t call); /* the status of a recording of that call has changed */
    void *context;
};

enum audio_state {
    AUDIO_ABSENT,   /* it was not requested, or was evicted from memory */
    AUDIO_ARRIVING, /* requested, and not finished */
    AUDIO_COMPLETE, /* complete */
    AUDIO_UNPROVED, /* it seems complete, but the server announced no length */
    AUDIO_CUT,      /* truncated, by the announced length or by its own headers: see `failure` */
    AUDIO_FAILED,   /* no audio: see `failure` */
};

struct audio_status {
    enum audio_state state;
    enum audio_kind kind;
    uint64_t bytes; /* received so far */
    uint64_t total; /* announced length in bytes; 0: none was */
    struct failure failure;
    bool is_held;                 /* it is the held copy, not what the server has now */
    const struct failure *damage; /* why a held copy is not used; NULL: no fault; valid until the next call */
    bool is_analysed;             /* shape, sound and facts are final and not NULL */
    const struct audio_shape
        *shape; /* NULL while unknown; these three: valid until the next return to the loop */
    const struct audio_sound *sound;
    const struct audio_facts *facts;
};

struct audio *audio_open(const struct audio_options *options);

/* Cancels all downloads and frees everything. Work on other threads finishes by itself; the loop must run until
 * then. */
void audio_close(struct audio **audio);

/* Fetches the audio of a recording unless it is complete or on its way; a truncated one is resumed. `file` is the
 * recording's file name, "" if it has none. A held copy is used instead of the server, which may have deleted the
 * recording or reused the call's number. The server gives one audio per call. With file NULL any recording of the
 * call is meant: a copy that the server has deleted is then used only if the server has nothing. Concurrent
 * requests for a recording are combined. */
void audio_fetch(struct audio *audio, int64_t call, const char *file);

/* Cancels that; received bytes are kept. */
void audio_stop(struct audio *audio, int64_t call, const char *file);

/* Drops a held copy from memory: its recording was released. */
void audio_forget_copy(struct audio *audio, int64_t call, const char *file);

/* The key of a recording's audio: a hash of both. */
int64_t audio_key(int64_t call, const char *file);

bool audio_is_arriving(const struct audio *audio); /* whether any download is under way */

struct audio_status audio_status(struct audio *audio, int64_t call, const char *file);

/* The bytes received so far, NULL if there are none. Marks them as used most recently. */
const struct audio_buffer *audio_bytes(struct audio *audio, int64_t call, const char *file);

/* The descriptors of all buffers, see audio_store.h. */
const int *audio_files(struct audio *audio);

#endif
