/* From a key to what it does, wherever the user is: in a pane, the prompt, a question or an overlay. */
#ifndef TUI_SCREEN_DISPATCH_H
#define TUI_SCREEN_DISPATCH_H

#include "tui/browse/app.h"
#include "tui/input/keys.h"

/* All return enum app_change. */
unsigned dispatch_key(struct app *app, key_code key);

/* A character of a paste: text for the prompt, which it opens if it is closed. */
unsigned dispatch_pasted(struct app *app, key_code character);

/* Stops the program until it is woken; says so where nobody could wake it. */
unsigned dispatch_suspend(struct app *app);

/* Before there is an account: only what quits. */
void dispatch_early(struct app *app, key_code key);

#endif
