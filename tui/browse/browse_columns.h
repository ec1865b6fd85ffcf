/* Which columns the lists have, and in which order: asked for by their names. Kept while the program runs. */
#ifndef TUI_BROWSE_BROWSE_COLUMNS_H
#define TUI_BROWSE_BROWSE_COLUMNS_H

#include "tui/browse/app.h"

unsigned browse_edit_columns(struct app *app);

#endif
