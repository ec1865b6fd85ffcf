/* Plays audio with mpv, one child process per session, started on first use. A child that dies or does not respond
 * is restarted at the same position. All calls on the loop's thread; none blocks. */
#ifndef MODEL_AUDIO_AUDIO_PLAYER_H
#define MODEL_AUDIO_AUDIO_PLAYER_H

#include "model/audio/audio_buffer.h"

#include <uv.h>

struct audio_player;

enum audio_player_state {
    AUDIO_PLAYER_IDLE,    /* nothing to play */
    AUDIO_PLAYER_LOADING, /* the child is loading it */
    AUDIO_PLAYER_PLAYING,
    AUDIO_PLAYER_PAUSED,
    AUDIO_PLAYER_ENDED,  /* played to the end */
    AUDIO_PLAYER_FAILED, /* see `failure` */
};

struct audio_player_status {
    enum audio_player_state state;
    int64_t call;
    int64_t position_ms; /* updated some ten times a second */
    uint64_t
        asked_ns; /* uv_hrtime when the position was requested from mpv; the reply may have waited for the loop */
    double speed;
    bool is_moving;         /* a load or seek is under way: the position is its target */
    bool is_silent;         /* there is no audio device: nothing can be heard */
    struct failure failure; /* of FAILED */
};

struct audio_player_options {
    uv_loop_t *loop;
    const char *program;          /* NULL: mpv */
    const char *const *arguments; /* additional arguments, NULL-terminated; or NULL */
    /* Returns the descriptors of all buffers that it may be given, AUDIO_BUFFERS; called when the child is started. */
    const int *(*files)(void *context);
    void (*changed)(void *context); /* the status has changed */
    void *context;
};

struct audio_player *audio_player_new(const struct audio_player_options *options);

/* Also kills the child; the loop must run until both are gone. */
void audio_player_free(struct audio_player **player);

/* Starts the child ahead of the first audio_player_play. */
void audio_player_warm(struct audio_player *player);

/* Plays the buffer from a position. Its content must stay unchanged, but may grow. */
void audio_player_play(struct audio_player *player, int64_t call, const struct audio_buffer *buffer,
                       int64_t from_ms);
void audio_player_pause(struct audio_player *player, bool paused);
void audio_player_seek(struct audio_player *player, int64_t to_ms);     /* also after the end */
void audio_player_set_speed(struct audio_player *player, double speed); /* 0.5 to 3; preserves the pitch */
void audio_player_stop(struct audio_player *player,
                       bool is_over); /* is_over false: something else is about to be played */

struct audio_player_status audio_player_status(const struct audio_player *player);

/* For tests: the child's process id; 0 if there is none. */
int audio_player_process(const struct audio_player *player);

#endif
