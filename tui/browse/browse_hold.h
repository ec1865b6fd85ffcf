/* Putting the selected recording on hold, and releasing it; saving the audio of what is on hold. */
#ifndef TUI_BROWSE_BROWSE_HOLD_H
#define TUI_BROWSE_BROWSE_HOLD_H

#include "tui/browse/app.h"

/* What is on hold is still being read for the first time. */
bool browse_holds_are_coming(const struct app *app);

/* Whether its audio is on hold, so that it can be had without the server; NULL: that of any. */
bool browse_hold_has_audio(const struct app *app, const struct listed_recording *row);

/* NULL if the row is not on hold. */
const struct hold *browse_hold_of(const struct app *app, const struct listed_recording *row);

/* If it is on hold its copy was read, and may have been found to be damaged, or whole again: then it is shown so, and mended. */
void browse_hold_was_read(struct app *app, int64_t call, const char *file);

/* All return enum app_change. */
unsigned browse_hold(struct app *app); /* or asks whether to release it */
unsigned browse_holds_changed(struct app *app);

void browse_hold_go_on(struct app *app); /* before the loop sleeps */
void browse_hold_close(struct app *app);

#endif
