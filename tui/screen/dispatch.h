/* Finds out what a key does in the present state (a prompt, a question, or a view) and does it. */
#ifndef TUI_SCREEN_DISPATCH_H
#define TUI_SCREEN_DISPATCH_H

#include "tui/browse/app.h"
#include "tui/input/keys.h"

/* All return enum app_change. A key for the selected recording is held back while its list is still being read, and
 * so are all keys behind it; dispatch_held does those that can be done by now, and is to be called in each turn of
 * the loop. */
unsigned dispatch_key(struct app *app, key_code key);
unsigned dispatch_held(struct app *app);

/* A character of a paste: typed into the prompt; if none is open, the filter is opened for it. */
unsigned dispatch_pasted(struct app *app, key_code character);

/* Does an action in the view on top. */
unsigned dispatch_action(struct app *app, const struct action *action);

/* Suspends the program until it is continued; tells the user if no shell could do that. */
unsigned dispatch_suspend(struct app *app);

/* A key while the account is still being opened: only quitting works. */
void dispatch_early(struct app *app, key_code key);

#endif
