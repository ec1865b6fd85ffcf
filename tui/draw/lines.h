/* Labelled lines of a pane, broken where it is narrow. */
#ifndef TUI_DRAW_LINES_H
#define TUI_DRAW_LINES_H

#include "tui/draw/canvas.h"

#include <stddef.h>

enum { LINES_VALUE_SIZE = 512 };

/* Where the lines go: those before `skip` are counted only. */
struct lines {
    const struct canvas *canvas;
    int label_columns; /* a blank behind the label included */
    enum theme_role label_role;
    size_t skip;
    size_t count;
};

void lines_put(struct lines *lines, enum theme_role role, const char *label, const char *value);

/* A text as the server gives it; "–" for NULL and "". */
void lines_put_text(struct lines *lines, const char *label, const char *raw);

#endif
