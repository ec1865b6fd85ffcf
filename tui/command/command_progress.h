/* The one line on a terminal's stderr that says how a fetch goes. */
#ifndef TUI_COMMAND_COMMAND_PROGRESS_H
#define TUI_COMMAND_COMMAND_PROGRESS_H

struct command;

/* Shows it, ten times a second at the most. Nothing happens where stderr is no terminal. */
void command_progress_update(struct command *command);

/* Takes it away, before anything else is written. */
void command_progress_clear(struct command *command);

#endif
