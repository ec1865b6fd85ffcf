/* The first line of the screen (account, connection, progress) and the last (prompt, question, message or
 * keys). */
#ifndef TUI_SCREEN_STATUS_H
#define TUI_SCREEN_STATUS_H

#include "tui/browse/app.h"
#include "tui/draw/canvas.h"

void status_draw_top(const struct app *app, const struct canvas *canvas);

/* Leaves the cursor in the prompt when it is open. */
void status_draw_bottom(const struct app *app, const struct canvas *canvas);
void status_cursor(const struct app *app, const struct canvas *canvas);

#endif
