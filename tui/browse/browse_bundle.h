/* Putting recordings of a case into a bundle: the marked ones of the list, or the selected one. */
#ifndef TUI_BROWSE_BROWSE_BUNDLE_H
#define TUI_BROWSE_BROWSE_BUNDLE_H

#include "tui/browse/app.h"

/* All return enum app_change. */
unsigned browse_bundle(struct app *app);
unsigned browse_bundle_go_on(struct app *app); /* before the loop sleeps */

/* False if nothing was being bundled. */
bool browse_bundle_stop(struct app *app, unsigned *changes);
void browse_bundle_close(struct app *app);

#endif
