/* The playback of one recording at a time: fetches its audio and plays it as soon as enough has been received,
 * while the rest still arrives. Positions are those of the recording. All calls on the loop's thread; none blocks. */
#ifndef MODEL_AUDIO_DECK_H
#define MODEL_AUDIO_DECK_H

#include "model/audio/audio.h"

struct deck;

enum deck_state {
    DECK_EMPTY,
    DECK_FETCHING, /* waiting for its first bytes */
    DECK_STARTING, /* loaded, but not playing yet */
    DECK_PLAYING,
    DECK_PAUSED,
    DECK_ENDED,  /* played to the end of what was received, which may be truncated: see `audio` */
    DECK_FAILED, /* see `failure` */
};

struct deck_status {
    enum deck_state state;
    int64_t call; /* 0: none */
    int64_t position_ms;
    int64_t length_ms; /* decoded so far; 0 for formats that are not decoded here */
    double speed;
    bool is_paused; /* paused by the user, possibly before it plays */
    bool is_moving; /* a seek is under way; the position is its target */
    bool skips_silences;
    bool is_silent;            /* there is no audio device: nothing can be heard */
    bool is_command;           /* a user's command plays: start and stop only */
    struct failure failure;    /* of FAILED */
    struct audio_status audio; /* of the call */
    const struct audio_span
        *heard; /* ascending spans of columns that were played; valid until the next call */
    size_t heard_count;
};

struct deck_options {
    uv_loop_t *loop;
    struct audio *audio;            /* outlives the deck */
    const char *account;            /* its address */
    const char *heard_path;         /* see heard_calls.h; NULL: positions are not stored */
    const char *command;            /* see audio_command.h; NULL: mpv is used */
    struct failure refusal;         /* why that command must not be run; kind FAILURE_NONE if it may */
    void (*changed)(void *context); /* the status has changed */
    /* The recording was unloaded or replaced after `heard_ms` were played since it was loaded. May be NULL. */
    void (*left)(void *context, int64_t call, const char *file, int64_t heard_ms);
    void *context;
};

struct deck *deck_open(const struct deck_options *options);

/* Also ends the player; the loop must run until that is gone. */
void deck_close(struct deck **deck);

/* To be called when the audio status of a call has changed. */
void deck_audio_changed(struct deck *deck, int64_t call);

/* Fetches and plays a recording; `file` is its file name, "" if it has none. Starts where it was left, or from 0 if
 * it was played to its end. */
void deck_play(struct deck *deck, int64_t call, const char *file);
void deck_toggle(struct deck *deck); /* pause, resume, replay after the end, retry after a failure */
void deck_stop(struct deck *deck);   /* also cancels fetching */

/* The remaining functions have no effect while a user's command plays. */
void deck_seek(struct deck *deck, int64_t to_ms);
void deck_step(struct deck *deck, int64_t by_ms);

/* Seeks to the sound after the next silence (direction 1), or to the start of this sound or the previous one (-1).
 * False if there is none. */
bool deck_step_sound(struct deck *deck, int direction);

/* One step faster (1) or slower (-1), between 0.5 and 3; preserves the pitch. */
void deck_change_speed(struct deck *deck, int direction);
void deck_skip_silences(struct deck *deck, bool skips);

struct deck_status deck_status(struct deck *deck);

#endif
