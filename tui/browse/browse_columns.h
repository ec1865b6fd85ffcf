/* The prompt for the columns of the lists and their order, by name. They stay so until the program ends. */
#ifndef TUI_BROWSE_BROWSE_COLUMNS_H
#define TUI_BROWSE_BROWSE_COLUMNS_H

#include "tui/browse/app.h"

/* Returns enum app_change. */
unsigned browse_edit_columns(struct app *app);

#endif
