/* Copying parts of the selected recording to the terminal's clipboard. */
#ifndef TUI_BROWSE_BROWSE_COPY_H
#define TUI_BROWSE_BROWSE_COPY_H

#include "tui/browse/app.h"

/* Both return enum app_change. */
unsigned browse_copy_caller(struct app *app);
unsigned browse_ask_copy(struct app *app);

#endif
