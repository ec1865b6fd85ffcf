/* What plays the audio of calls for the reader, one at a time: fetches it, plays it as soon as enough of it is
 * there, and goes on into what still comes. The clock is always that of the recording. All calls on the loop's
 * thread; they return at once. */
#ifndef MODEL_AUDIO_DECK_H
#define MODEL_AUDIO_DECK_H

#include "model/audio/audio.h"

struct deck;

enum deck_state {
    DECK_EMPTY,
    DECK_FETCHING, /* what is to be played next has not arrived yet */
    DECK_STARTING, /* it has, and the player does not play it yet */
    DECK_PLAYING,
    DECK_PAUSED,
    DECK_ENDED,  /* all that there is was played; more may be missing, see `audio` */
    DECK_FAILED, /* see `failure` */
};

struct deck_status {
    enum deck_state state;
    int64_t call; /* 0: none */
    int64_t position_ms;
    int64_t length_ms; /* of what has been decoded so far; 0 for kinds that are not decoded here */
    double speed;
    bool is_paused; /* by the reader: also before it plays */
    bool is_moving; /* a jump is under way; the position is where it leads to */
    bool skips_silences;
    bool is_silent;                 /* there is no sound device: nothing is heard here */
    bool is_command;                /* a command of the user's plays: it can be started and stopped only */
    struct failure failure;         /* of FAILED */
    struct audio_status audio;      /* of the call */
    const struct audio_span *heard; /* columns that were played, in their order; until the next call */
    size_t heard_count;
};

struct deck_options {
    uv_loop_t *loop;
    struct audio *audio;            /* outlives the deck */
    const char *account;            /* its address */
    const char *heard_path;         /* see heard_calls.h; NULL: it forgets */
    const char *command;            /* see audio_command.h; NULL: mpv plays */
    struct failure refusal;         /* why that command may not be run; kind FAILURE_NONE if it may */
    void (*changed)(void *context); /* the status has */
    /* Another recording takes its place, or none: so much of it was heard since it was put in. NULL: nobody asks. */
    void (*left)(void *context, int64_t call, const char *file, int64_t heard_ms);
    void *context;
};

struct deck *deck_open(const struct deck_options *options);

/* Ends the player, too; the loop runs until that is gone. */
void deck_close(struct deck **deck);

/* There is more to be told of the audio of a call. */
void deck_audio_changed(struct deck *deck, int64_t call);

/* Fetches and plays a recording of a call, `file` is "" where it has no name, from where it was left, or from the
 * beginning if it was played to its end. */
void deck_play(struct deck *deck, int64_t call, const char *file);
void deck_toggle(
    struct deck *deck); /* pauses, goes on, plays again what has ended, tries again what has failed */
void deck_stop(struct deck *deck); /* also what is still being fetched */

/* From here on a command of the user's does nothing. */
void deck_seek(struct deck *deck, int64_t to_ms);
void deck_step(struct deck *deck, int64_t by_ms);

/* 1: to the sound after the next silence; -1: to the beginning of this sound, or of the one before. False if there
 * is none. */
bool deck_step_sound(struct deck *deck, int direction);

/* One step faster (1) or slower (-1), between 0.5 and 3; the pitch is kept. */
void deck_change_speed(struct deck *deck, int direction);
void deck_skip_silences(struct deck *deck, bool skips);

struct deck_status deck_status(struct deck *deck);

#endif
