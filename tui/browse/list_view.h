/* Lists as views: the first one, which is always there, and a caller's calls on top of another list. */
#ifndef TUI_BROWSE_LIST_VIEW_H
#define TUI_BROWSE_LIST_VIEW_H

#include "tui/browse/app.h"

/* Puts an empty list on top; the one that was shown asks nothing until it is shown again. */
void list_view_open(struct app *app, const struct view_kind *kind);

/* What the list on top rests on, as the account knows it now, and what follows from it: whether the filtered list lacks
 * nothing; " so far" unless the number of its matches rests on everything. */
void list_view_look(struct app *app);
bool list_view_is_whole(const struct app *app);
const char *list_view_so_far(const struct app *app);

/* The function of its kind: goes back to the list below, if there is one. */
void list_view_close(struct app *app, struct view *view);

#endif
