/* Copying parts of the selected recording to the terminal's clipboard. */
#ifndef TUI_BROWSE_BROWSE_COPY_H
#define TUI_BROWSE_BROWSE_COPY_H

#include "tui/browse/app.h"

/* The filter of a list; of a caller's calls with who it is, as the filter takes it. The caller frees. */
char *browse_copy_filter(const struct list_view *view);

/* Both return enum app_change. */
unsigned browse_copy_caller(struct app *app);
unsigned browse_ask_copy(struct app *app);

#endif
