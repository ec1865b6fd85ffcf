/* The audio of recordings, of one account: what of it is there, is coming, and sounds like. Nothing is set up
 * before it is asked for. All calls and callbacks on the loop's thread; they return at once. From inside
 * `changed` nothing may be stopped or closed. */
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
    struct http *http; /* NULL: the server is not asked */
    const char *base;  /* address of the account; all three outlive the audio */
    const char *held;  /* folder of what is on hold (hold_files.h); copied; NULL: none */
    uint64_t memory;   /* bytes of audio that are kept */
    void (*changed)(void *context, int64_t call); /* there is more to be told of that call */
    void *context;
};

enum audio_state {
    AUDIO_ABSENT,   /* it was not asked for, or has left for others */
    AUDIO_ARRIVING, /* asked for, but not over */
    AUDIO_COMPLETE, /* all of it is there */
    AUDIO_UNPROVED, /* it looks whole, but the server never said how much there is */
    AUDIO_CUT,      /* something is missing at its end, by the server's or its own word: `failure` says why */
    AUDIO_FAILED,   /* there is none */
};

struct audio_status {
    enum audio_state state;
    enum audio_kind kind;
    uint64_t bytes; /* that are there */
    uint64_t total; /* as the server said; 0: it did not */
    struct failure failure;
    bool is_held; /* it is what was kept on hold, not what the server has now */
    const struct failure
        *damage;      /* why it is not, though something was; NULL: nothing is wrong; until the next call */
    bool is_analysed; /* the three are final, and no NULL */
    const struct audio_shape *shape; /* NULL while nothing is known; all until the next return to the loop */
    const struct audio_sound *sound;
    const struct audio_facts *facts;
};

struct audio *audio_open(const struct audio_options *options);

/* Ends what is coming. What runs beside the loop ends by itself; the loop runs until then. */
void audio_close(struct audio **audio);

/* Asks for the audio of a recording, by its call and its file, "" where it has no name, unless all of it is there or it is
 * coming. What is on hold is read from there and the server not asked: it is what was kept, and the server may have nothing
 * any more, or have given the call's number to another. The server gives one audio for a call. Without a file, NULL, whichever
 * recording of the call is meant: a copy of one that the server no longer has is then taken only if that gives none. Goes on
 * with what was cut. One request at a time is made for a recording, however often it is asked for. */
void audio_fetch(struct audio *audio, int64_t call, const char *file);

/* Ends that; what has come is kept. */
void audio_stop(struct audio *audio, int64_t call, const char *file);

/* Of what is not on hold any more. */
void audio_forget_copy(struct audio *audio, int64_t call, const char *file);

/* By which the audio of a recording is told apart from that of others: a hash of both. */
int64_t audio_key(int64_t call, const char *file);

bool audio_is_arriving(const struct audio *audio); /* of any recording */

struct audio_status audio_status(struct audio *audio, int64_t call, const char *file);

/* The bytes that are there, NULL if there are none. It has been heard then, and leaves later than others. */
const struct audio_buffer *audio_bytes(struct audio *audio, int64_t call, const char *file);

/* The descriptors of all buffers, see audio_store.h. */
const int *audio_files(struct audio *audio);

#endif
