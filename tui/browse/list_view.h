/* Views of recordings: the first list, which is always there, and others on top of it, such as a caller's calls. */
#ifndef TUI_BROWSE_LIST_VIEW_H
#define TUI_BROWSE_LIST_VIEW_H

#include "tui/browse/app.h"

/* Puts an empty list on top. The one below asks nothing until it is shown again. */
void list_view_open(struct app *app, const struct view_kind *kind);

/* Updates how complete the list on top is (`searched` of its view). To be called before it is drawn. */
void list_view_look(struct app *app);

/* Whether the list has a filter and nothing that matches is missing. */
bool list_view_is_whole(const struct app *app);

/* " so far" unless everything has been fetched and its matches have all been counted; else "". */
const char *list_view_so_far(const struct app *app);

/* `close` of struct view_kind: frees the list, and shows the one below, if there is one. */
void list_view_close(struct app *app, struct view *view);

#endif
