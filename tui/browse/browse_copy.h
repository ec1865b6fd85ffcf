/* Sends parts of the selected recording to the terminal's clipboard. */
#ifndef TUI_BROWSE_BROWSE_COPY_H
#define TUI_BROWSE_BROWSE_COPY_H

#include "tui/browse/app.h"

/* The text of a list's filter, with the caller in front if it is a list of a caller's calls. The caller frees. */
char *browse_copy_filter(const struct list_view *view);

/* Sends the caller's number; asks which part to send. Both return enum app_change. */
unsigned browse_copy_caller(struct app *app);
unsigned browse_ask_copy(struct app *app);

#endif
