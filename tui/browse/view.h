/* What the screen shows, as a stack: keys act on the view at the top, which draws; those below it keep their
 * state until they are at the top again. Plain data; app.h opens and closes them. */
#ifndef TUI_BROWSE_VIEW_H
#define TUI_BROWSE_VIEW_H

#include "tui/input/actions.h"

struct app;
struct view;

/* They change the app and say what has to be drawn; only `draw` draws. */
struct view_kind {
    /* What is dirty of it, between the first and the last line of the window. */
    void (*draw)(struct app *app, struct view *view, unsigned dirty);

    /* Leaves the cursor where the keys act. */
    void (*cursor)(const struct app *app, const struct view *view);

    /* Does an action; returns enum app_change. */
    unsigned (*act)(struct app *app, struct view *view, enum action_id action);

    /* Frees it. */
    void (*close)(struct app *app, struct view *view);

    /* For the last line of the window, the most wanted first; ended by ACTION_NONE. */
    const enum action_id *hints;
};

/* The first member of a view. */
struct view {
    const struct view_kind *kind;
    struct view *below; /* NULL: the first one */
};

#endif
