/* From a key to what it does, wherever the user is: in a view, the prompt or a question. */
#ifndef TUI_SCREEN_DISPATCH_H
#define TUI_SCREEN_DISPATCH_H

#include "tui/browse/app.h"
#include "tui/input/keys.h"

/* All return enum app_change. Keys for the selected recording are held while another list is about to be shown,
 * and those behind them; `held` does what has its list by now. */
unsigned dispatch_key(struct app *app, key_code key);
unsigned dispatch_held(struct app *app);

/* A character of a paste: text for the prompt; if that is closed, of the filter, where there is one. */
unsigned dispatch_pasted(struct app *app, key_code character);

/* What a key of that action does in the view that is shown. */
unsigned dispatch_action(struct app *app, const struct action *action);

/* Stops the program until it is woken; says so where nobody could wake it. */
unsigned dispatch_suspend(struct app *app);

/* Before there is an account: only what quits. */
void dispatch_early(struct app *app, key_code key);

#endif
