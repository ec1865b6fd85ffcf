/* A pane of the screen as a table of functions. They change the app and say what has to be drawn; only `draw`
 * draws. */
#ifndef TUI_SCREEN_PANE_H
#define TUI_SCREEN_PANE_H

#include "tui/browse/app.h"
#include "tui/draw/canvas.h"
#include "tui/input/actions.h"

#include <stddef.h>

enum { PANE_TITLE_SIZE = 320 };

struct pane {
    /* Its place has changed. NULL: that is nothing to it. */
    void (*layout)(struct app *app, const struct rectangle *area);

    /* What stands in the line above it, at the left and at the right; "" for nothing. */
    void (*title)(const struct app *app, char title[PANE_TITLE_SIZE], char note[PANE_TITLE_SIZE]);

    /* Draws all of it. */
    void (*draw)(struct app *app, const struct canvas *canvas);

    /* Leaves the cursor on the selected line. */
    void (*cursor)(const struct app *app, const struct canvas *canvas);

    /* Moves in it, or opens what is chosen; returns enum app_change. */
    unsigned (*go)(struct app *app, enum move move);

    /* The mouse: a click at a place of its area, which gets the focus then; the wheel, so many lines down. Both return
     * enum app_change; NULL: nothing comes of it. */
    unsigned (*click)(struct app *app, int row, int column);
    unsigned (*wheel)(struct app *app, int lines);
};

#endif
