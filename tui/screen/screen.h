/* The screen: the terminal browser from the opened account to the restored terminal. Everything that it holds
 * is made and freed inside screen_run. */
#ifndef TUI_SCREEN_SCREEN_H
#define TUI_SCREEN_SCREEN_H

#include "tui/browse/app.h"

/* Runs until the user quits. The encoding must be settled (encoding.h). Needs no terminal on fd 0 to 2: it
 * opens the controlling one. What goes wrong before the screen is up is written to stderr. Returns the exit
 * status: 0 for a normal end, 2 for a configuration or a terminal that cannot be used, 4 where the account
 * could not be opened, 130 after SIGINT, 128 + n after another signal n. */
int screen_run(const struct app_options *options);

#endif
