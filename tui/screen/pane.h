/* A pane of the view of lists, as a table of functions. Only `draw` draws; those that return unsigned return enum
 * app_change. */
#ifndef TUI_SCREEN_PANE_H
#define TUI_SCREEN_PANE_H

#include "tui/browse/app.h"
#include "tui/draw/canvas.h"
#include "tui/input/actions.h"

#include <stddef.h>

enum { PANE_TITLE_SIZE = 320 };

struct pane {
    /* Its area has changed. NULL: it need not know. */
    void (*layout)(struct app *app, const struct rectangle *area);

    /* Writes what stands in its title line at the left and at the right; "" for nothing. */
    void (*title)(const struct app *app, char title[PANE_TITLE_SIZE], char note[PANE_TITLE_SIZE]);

    /* Draws the whole pane. */
    void (*draw)(struct app *app, const struct canvas *canvas);

    /* Leaves the cursor on the selected line. */
    void (*cursor)(const struct app *app, const struct canvas *canvas);

    /* Does a movement in it, or opens what is selected. */
    unsigned (*go)(struct app *app, enum move move);

    /* A click in its area, after which it gets the focus; the wheel, by `lines` (negative: up). NULL: does nothing. */
    unsigned (*click)(struct app *app, int row, int column);
    unsigned (*wheel)(struct app *app, int lines);
};

#endif
