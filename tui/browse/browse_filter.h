/* The prompt of the filter. Functions that return unsigned return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_FILTER_H
#define TUI_BROWSE_BROWSE_FILTER_H

#include "tui/browse/app.h"

/* Parses the text of the view's prompt, for the caller of the view, with dates relative to `now` (ticks). */
void browse_read_filter(struct app *app, int64_t now);

/* Opens the prompt; with a text typed into it already; removes the filter. */
unsigned browse_edit_filter(struct app *app);
unsigned browse_type_filter(struct app *app, const char *text);
unsigned browse_drop_filter(struct app *app);

/* Writes the filter, if there is one, into the access log. */
void browse_note_search(struct app *app);

/* Sets the filter, to "" if the text is no filter; the list is still to be shown (app_show). */
void browse_restore_filter(struct app *app, const char *text);

#endif
