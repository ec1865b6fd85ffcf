/* Why something is saved or written, where the configuration wants that to stand in the access log. */
#ifndef TUI_BROWSE_BROWSE_PURPOSE_H
#define TUI_BROWSE_BROWSE_PURPOSE_H

#include "tui/browse/app.h"

/* Goes on with `then`: at once, or once that has been typed. Both return enum app_change. */
unsigned browse_with_purpose(struct app *app, unsigned (*then)(struct app *app));

/* What was typed last; NULL where nothing is asked for. */
const char *browse_purpose(const struct app *app);

#endif
