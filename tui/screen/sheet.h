/* A sheet is a view of lines that covers the panes: the help, the messages, the details of a recording. */
#ifndef TUI_SCREEN_SHEET_H
#define TUI_SCREEN_SHEET_H

#include "tui/browse/app.h"
#include "tui/draw/lines.h"

#include <stdbool.h>

/* What a sheet shows. Compared by its address. */
struct sheet_text {
    const char *title;     /* untranslated */
    bool is_read_from_end; /* opens at its last line */
    void (*put)(const struct app *app, struct lines *lines);

    /* A movement that this sheet does in its own way, then *done is set; an action. Return enum app_change. Both may
     * be NULL. */
    unsigned (*go)(struct app *app, enum move move, bool *done);
    unsigned (*act)(struct app *app, const struct action *action);
};

/* Opens a sheet; if it is open already, closes it and the sheets on top of it. Returns enum app_change. */
unsigned sheet_toggle(struct app *app, const struct sheet_text *text);
bool sheet_is_on_top(const struct app *app, const struct sheet_text *text);

#endif
