/* Plays the audio of a call with mpv, one child for all of a session, started when it is first needed. What
 * becomes of that child never becomes of the program: one that dies or does not answer is started again where
 * it was. All calls on the loop's thread; they return at once. */
#ifndef MODEL_AUDIO_AUDIO_PLAYER_H
#define MODEL_AUDIO_AUDIO_PLAYER_H

#include "model/audio/audio_buffer.h"

#include <uv.h>

struct audio_player;

enum audio_player_state {
    AUDIO_PLAYER_IDLE,    /* nothing is to be played */
    AUDIO_PLAYER_LOADING, /* it will be */
    AUDIO_PLAYER_PLAYING,
    AUDIO_PLAYER_PAUSED,
    AUDIO_PLAYER_ENDED,  /* all was played */
    AUDIO_PLAYER_FAILED, /* see `failure` */
};

struct audio_player_status {
    enum audio_player_state state;
    int64_t call;
    int64_t position_ms; /* as it was heard last, some ten times a second */
    uint64_t asked_ns;   /* when that was asked for, by uv_hrtime: the answer may have waited for the loop */
    double speed;
    bool is_moving;         /* it was told to load or jump: the position is where it will be */
    bool is_silent;         /* there is no sound device: nothing is heard here */
    struct failure failure; /* of FAILED */
};

struct audio_player_options {
    uv_loop_t *loop;
    const char *program;          /* NULL: mpv */
    const char *const *arguments; /* more for it, ended by NULL; or NULL */
    /* The descriptors of all buffers that it is given, AUDIO_BUFFERS; asked when the child is started. */
    const int *(*files)(void *context);
    void (*changed)(void *context); /* the status has */
    void *context;
};

struct audio_player *audio_player_new(const struct audio_player_options *options);

/* Ends the child, too; the loop runs until both are gone. */
void audio_player_free(struct audio_player **player);

/* Starts the child, so that it need not be waited for later. */
void audio_player_warm(struct audio_player *player);

/* Plays from a place on what the buffer holds, which must stay what it is; it may grow. */
void audio_player_play(struct audio_player *player, int64_t call, const struct audio_buffer *buffer,
                       int64_t from_ms);
void audio_player_pause(struct audio_player *player, bool paused);
void audio_player_seek(struct audio_player *player, int64_t to_ms);     /* also what has ended */
void audio_player_set_speed(struct audio_player *player, double speed); /* 0.5 to 3; the pitch is kept */
void audio_player_stop(struct audio_player *player, bool is_over); /* not: something else is played soon */

struct audio_player_status audio_player_status(const struct audio_player *player);

/* For tests: the child's; 0 if there is none. */
int audio_player_process(const struct audio_player *player);

#endif
