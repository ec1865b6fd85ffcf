/* Puts the selected recording on hold and releases it, and fetches the audio of what is on hold. */
#ifndef TUI_BROWSE_BROWSE_HOLD_H
#define TUI_BROWSE_BROWSE_HOLD_H

#include "tui/browse/app.h"

/* Whether the holds are still being read for the first time. */
bool browse_holds_are_coming(const struct app *app);

/* Whether the audio of a row is on hold, so that the server is not needed for it; of any recording if the row is
 * NULL. */
bool browse_hold_has_audio(const struct app *app, const struct listed_recording *row);

/* The hold of a row; NULL if it is not on hold. Valid until the next return to the loop. */
const struct hold *browse_hold_of(const struct app *app, const struct listed_recording *row);

/* To be called when the audio of a recording was read: if it is on hold, looks whether its copy has been found to be
 * damaged. */
void browse_hold_was_read(struct app *app, int64_t call, const char *file);

/* Asks for reason and end, or whether to release what is on hold already. Returns enum app_change. */
unsigned browse_hold(struct app *app);

/* To be called when the holds have changed: fetches audio that is missing. Returns enum app_change. */
unsigned browse_holds_changed(struct app *app);

/* Goes on with that; to be called before the loop sleeps. browse_hold_close ends it. */
void browse_hold_go_on(struct app *app);
void browse_hold_close(struct app *app);

#endif
