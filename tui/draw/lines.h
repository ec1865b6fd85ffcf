/* Labelled lines of a pane, broken where it is narrow. */
#ifndef TUI_DRAW_LINES_H
#define TUI_DRAW_LINES_H

#include "tui/draw/canvas.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINES_VALUE_SIZE = 512 };

#define LINES_NONE SIZE_MAX

/* A part of a label or a value that is looked for, and the line where that begins, from 0 on. */
struct lines_search {
    bool (*has)(const char *text, const char *part);
    const char *part;
    size_t from;  /* at this line first, then at those behind it, around; */
    bool is_up;   /* at those before it */
    size_t found; /* LINES_NONE: no line has it */
};

/* Where the lines go: those before `skip` are counted only. */
struct lines {
    const struct canvas *canvas;
    int label_columns; /* a blank behind the label included */
    enum theme_role label_role;
    size_t skip;
    size_t count;
    struct lines_search *search;       /* NULL: nothing is looked for */
    const struct lines_search *marked; /* what it found is shown as selected; NULL: nothing is */
};

void lines_put(struct lines *lines, enum theme_role role, const char *label, const char *value);

/* A text as the server gives it; "–" for NULL and "". */
void lines_put_text(struct lines *lines, const char *label, const char *raw);

#endif
