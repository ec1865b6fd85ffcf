/* The first line of the screen (account, connection, progress) and the last one (prompt, question, message or hints
 * of keys). */
#ifndef TUI_SCREEN_STATUS_H
#define TUI_SCREEN_STATUS_H

#include "tui/browse/app.h"
#include "tui/draw/canvas.h"

void status_draw_top(const struct app *app, const struct canvas *canvas);

void status_draw_bottom(const struct app *app, const struct canvas *canvas);

/* Leaves the terminal's cursor in the last line, in the prompt if one is open. */
void status_cursor(const struct app *app, const struct canvas *canvas);

#endif
