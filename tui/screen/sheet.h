/* A view of lines that covers the panes: the help, the messages, the details of a recording. */
#ifndef TUI_SCREEN_SHEET_H
#define TUI_SCREEN_SHEET_H

#include "tui/browse/app.h"
#include "tui/draw/lines.h"

#include <stdbool.h>

struct sheet_text {
    const char *title;
    bool is_read_from_end; /* where the newest stands */
    void (*put)(const struct app *app, struct lines *lines);

    /* What it does otherwise than the rest: *done says whether it was that. Both may be NULL. */
    unsigned (*go)(struct app *app, enum move move, bool *done);
    unsigned (*act)(struct app *app, const struct action *action);
};

/* Opens one, or closes it, with what is on top of it, if it is open. Returns enum app_change, as all do. */
unsigned sheet_toggle(struct app *app, const struct sheet_text *text);
bool sheet_is_on_top(const struct app *app, const struct sheet_text *text);

#endif
