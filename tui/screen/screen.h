/* The terminal browser, from opening the account until the terminal is restored. */
#ifndef TUI_SCREEN_SCREEN_H
#define TUI_SCREEN_SCREEN_H

#include "tui/browse/app.h"

/* Runs until the user quits; everything is created and freed in it. encoding_settle must have been called. fd 0 to 2
 * need not be a terminal: the controlling one is opened. Errors before the screen is up go to stderr. Returns the
 * exit status: 0 for a normal end, 2 if the configuration or the terminal cannot be used, 4 if the account could not
 * be opened, 128 + n after signal n. */
int screen_run(const struct app_options *options);

#endif
