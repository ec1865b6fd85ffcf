/* Asks why something is saved or written, if the configuration wants that in the access log. */
#ifndef TUI_BROWSE_BROWSE_PURPOSE_H
#define TUI_BROWSE_BROWSE_PURPOSE_H

#include "tui/browse/app.h"

/* Calls `then`: at once, or after the purpose has been typed. Both return enum app_change. */
unsigned browse_with_purpose(struct app *app, unsigned (*then)(struct app *app));

/* The purpose that was typed last; NULL if the configuration does not want one. */
const char *browse_purpose(const struct app *app);

#endif
