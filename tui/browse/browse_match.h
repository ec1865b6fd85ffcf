/* From one match of what was filtered last to the next, with the rest of the list in sight. */
#ifndef TUI_BROWSE_BROWSE_MATCH_H
#define TUI_BROWSE_BROWSE_MATCH_H

#include "tui/browse/app.h"

/* Keeps the filter of the view for it, if it is one. */
void browse_keep_sought(struct app *app);

/* To the match below (1) or above (-1); returns enum app_change. */
unsigned browse_seek(struct app *app, int direction);

/* By what the digits of callers are marked: the filter of the list, or what is sought. */
const struct filter *browse_marks(const struct app *app);

#endif
