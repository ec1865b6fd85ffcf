/* Fetches the audio of recordings on hold that have none yet; for commands that ask the server. */
#ifndef TUI_COMMAND_HOLD_AUDIO_H
#define TUI_COMMAND_HOLD_AUDIO_H

#include "model/keep/hold_saver.h"
#include "tui/command/command.h"

/* Starts it, and tells of each that fails. NULL if offline. The caller closes it. */
struct hold_saver *hold_audio_open(struct command *command);

/* A stage that does it if there is anything to do. Failures do not change the exit status. */
extern const struct command_stage hold_audio_stage;

/* Tells how many recordings are kept although the server no longer has them. */
void hold_audio_tell_gone(struct command *command);

#endif
