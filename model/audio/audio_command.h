/* Plays audio with a shell command of the user, which reads the audio from its standard input. It can only be
 * started and stopped; its position is unknown. All calls on the loop's thread; none blocks. */
#ifndef MODEL_AUDIO_AUDIO_COMMAND_H
#define MODEL_AUDIO_AUDIO_COMMAND_H

#include "model/audio/audio_buffer.h"
#include "model/audio/audio_player.h"

struct audio_command;

struct audio_command_options {
    uv_loop_t *loop;
    const char *command;            /* copied */
    void (*changed)(void *context); /* the status has changed, or the command accepts more input */
    void *context;
};

struct audio_command *audio_command_new(const struct audio_command_options *options);

/* Kills the command and frees the player; the loop must run until the child has exited. */
void audio_command_free(struct audio_command **command);

/* Kills a running command and starts it for another call. */
void audio_command_play(struct audio_command *command, int64_t call);

/* Feeds bytes of the buffer that were not fed yet. Call it whenever the buffer has grown and after each `changed`,
 * until `is_all`: the buffer will not grow. */
void audio_command_give(struct audio_command *command, const struct audio_buffer *buffer, bool is_all);

void audio_command_stop(struct audio_command *command);

/* IDLE, PLAYING, ENDED (also when stopped) or FAILED; the position is always 0. */
struct audio_player_status audio_command_status(const struct audio_command *command);

#endif
