/* `tapedeck audio` and `tapedeck peaks`: the audio of one call to standard output, or what it sounds like. */
#ifndef TUI_COMMAND_COMMAND_AUDIO_H
#define TUI_COMMAND_COMMAND_AUDIO_H

#include "tui/command/startup.h"

/* Both return the exit status. */
int command_audio(const struct startup *startup);
int command_peaks(const struct startup *startup);

#endif
