/* The timeline below the list: computed from the list's summary, and drawn. */
#ifndef TUI_BROWSE_TIMELINE_VIEW_H
#define TUI_BROWSE_TIMELINE_VIEW_H

#include "tui/browse/app.h"
#include "tui/draw/canvas.h"

/* How many rows of a pane of `rows` rows are for the timeline; 0 if the list would be too short. If it is 1, the line
 * below the list covers the axis. */
int timeline_view_rows(int rows);

/* The timeline of the list that is shown, computed again if need be; NULL if its summary is not known yet. */
const struct timeline *timeline_view_update(struct app *app);

/* The column of the timeline at a column of the pane; SIZE_MAX if there is none. */
size_t timeline_view_column(const struct app *app, int column);

/* The start of the selected recording, ticks; TIMESTAMP_NONE if it has none, or one that cannot be (in the future,
 * say). */
int64_t timeline_view_place(const struct app *app);

/* Draws it from `row` on, blank while it is not known. To be called before the line below the list is drawn. */
void timeline_view_draw(struct app *app, const struct canvas *canvas, int row);

#endif
