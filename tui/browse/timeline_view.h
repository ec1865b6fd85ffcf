/* The timeline of calls over time below the list: kept in step with what is known of the list, and drawn. */
#ifndef TUI_BROWSE_TIMELINE_VIEW_H
#define TUI_BROWSE_TIMELINE_VIEW_H

#include "tui/browse/app.h"
#include "tui/draw/canvas.h"

/* How many rows of a pane of `rows` rows belong to the timeline: none where the list would be too short. Where
 * there is one only, the line below the list covers the axis. */
int timeline_view_rows(int rows);

/* The timeline of the list that is shown, as it is by now; NULL if that is not known yet. */
const struct timeline *timeline_view_update(struct app *app);

/* The period that is drawn in a column of the pane; SIZE_MAX if there is none. */
size_t timeline_view_column(const struct app *app, int column);

/* The start of the selected recording, TIMESTAMP_NONE if there is none that can be believed. */
int64_t timeline_view_place(const struct app *app);

/* Draws it from `row` on, before the line below is drawn; blank ones while nothing is known. */
void timeline_view_draw(struct app *app, const struct canvas *canvas, int row);

#endif
