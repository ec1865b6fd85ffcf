/* What covers the panes for a while: the help, made from the table of actions, and the log of messages. */
#ifndef TUI_SCREEN_OVERLAY_H
#define TUI_SCREEN_OVERLAY_H

#include "tui/browse/app.h"
#include "tui/draw/canvas.h"

/* Opens one, or closes it if it is the one that is open. */
unsigned overlay_toggle(struct app *app, enum app_overlay overlay);

/* Scrolls, switches or closes. */
unsigned overlay_act(struct app *app, enum action_id action);

const char *overlay_title(const struct app *app);
void overlay_draw(struct app *app, const struct canvas *canvas);

#endif
