/* Putting recordings of a case into a bundle: the marked ones of the list, or the selected one. */
#ifndef TUI_BROWSE_BROWSE_BUNDLE_H
#define TUI_BROWSE_BROWSE_BUNDLE_H

#include "tui/browse/app.h"

/* Asks for the case and the file, then makes the bundle. Returns enum app_change. */
unsigned browse_bundle(struct app *app);

/* Goes on with it; to be called before the loop sleeps. Returns enum app_change. */
unsigned browse_bundle_go_on(struct app *app);

/* Stops it; false if there was nothing to stop. browse_bundle_close does so at the end of the program. */
bool browse_bundle_stop(struct app *app, unsigned *changes);
void browse_bundle_close(struct app *app);

#endif
