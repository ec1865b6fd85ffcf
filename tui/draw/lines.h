/* Lines with a label and a value, wrapped to the width of the canvas. */
#ifndef TUI_DRAW_LINES_H
#define TUI_DRAW_LINES_H

#include "tui/draw/canvas.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINES_VALUE_SIZE = 512 };

#define LINES_NONE SIZE_MAX

/* A search for a text in labels and values. Lines are numbered from 0 on; wrapped ones count. */
struct lines_search {
    bool (*has)(const char *text, const char *part);
    const char *part;
    size_t from;  /* the search starts at this line and wraps around */
    bool is_up;   /* searches upwards */
    size_t found; /* the line where it was found; LINES_NONE: no line has it */
};

/* Where the lines are drawn. The first `skip` of them are counted but not drawn: they are scrolled out. */
struct lines {
    const struct canvas *canvas;
    int label_columns; /* of the widest label and a blank behind it */
    enum theme_role label_role;
    size_t skip;
    size_t count;
    struct lines_search *search; /* to be filled in, not owned; NULL: no search */
    const struct lines_search
        *marked; /* the line that it found is drawn as selected; NULL: none, not owned */
};

/* Draws one label and its value, with more lines below where the value is too wide, and counts them. */
void lines_put(struct lines *lines, enum theme_role role, const char *label, const char *value);

/* The same for a text as the server gives it; "–" for NULL and "". */
void lines_put_text(struct lines *lines, const char *label, const char *raw);

#endif
