/* Commands that ask the server save the audio of what is on hold and has none yet. */
#ifndef TUI_COMMAND_HOLD_AUDIO_H
#define TUI_COMMAND_HOLD_AUDIO_H

#include "model/keep/hold_saver.h"
#include "tui/command/command.h"

/* Tells of each that failed. NULL where the server is not asked. */
struct hold_saver *hold_audio_open(struct command *command);

/* Does that, if something lacks its audio. What fails does not concern the command. */
extern const struct command_stage hold_audio_stage;

/* Says how many are kept although the server no longer has them. */
void hold_audio_tell_gone(struct command *command);

#endif
