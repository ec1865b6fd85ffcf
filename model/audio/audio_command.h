/* Plays the audio of a call with a command of the user's: a shell runs it, and it gets the audio on its standard
 * input. It can be started and stopped; how far it has come nobody knows. All calls on the loop's thread; they
 * return at once. */
#ifndef MODEL_AUDIO_AUDIO_COMMAND_H
#define MODEL_AUDIO_AUDIO_COMMAND_H

#include "model/audio/audio_buffer.h"
#include "model/audio/audio_player.h"

struct audio_command;

struct audio_command_options {
    uv_loop_t *loop;
    const char *command;            /* is copied */
    void (*changed)(void *context); /* the status has, or it takes more */
    void *context;
};

struct audio_command *audio_command_new(const struct audio_command_options *options);

/* Ends what runs; the loop runs until that is gone. */
void audio_command_free(struct audio_command **command);

/* Ends what runs, and starts it again for a call. */
void audio_command_play(struct audio_command *command, int64_t call);

/* Gives it what the buffer has beyond what it was given; to be called again whenever there is more, and after
 * each change, until `is_all`: no more will come. */
void audio_command_give(struct audio_command *command, const struct audio_buffer *buffer, bool is_all);

void audio_command_stop(struct audio_command *command);

/* IDLE, PLAYING, ENDED (also what was stopped while it played) or FAILED; the position is always 0. */
struct audio_player_status audio_command_status(const struct audio_command *command);

#endif
