/* The filter as it is typed. The others return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_FILTER_H
#define TUI_BROWSE_BROWSE_FILTER_H

#include "tui/browse/app.h"

/* Reads what is typed, with the caller of the view, as of a time in ticks. */
void browse_read_filter(struct app *app, int64_t now);

unsigned browse_edit_filter(struct app *app);
unsigned browse_type_filter(struct app *app, const char *text); /* begins with that */
unsigned browse_drop_filter(struct app *app);
/* Writes into the access log what is sought. */
void browse_note_search(struct app *app);

void browse_restore_filter(struct app *app,
                           const char *text); /* nothing is shown by it; "" if it cannot be read */

#endif
