/* A rectangle of a curses window that is drawn on. All text is escaped (text_next) and cut to its columns, with "…"
 * at the cut. Rows and columns count from 0 at the canvas's own corner; what lies outside of it is not drawn. */
#ifndef TUI_DRAW_CANVAS_H
#define TUI_DRAW_CANVAS_H

#include "tui/draw/layout.h"
#include "tui/draw/theme.h"

#include <ncurses.h>
#include <stdbool.h>
#include <stddef.h>

struct canvas {
    WINDOW *window; /* not owned */
    const struct theme *theme;
    struct rectangle area;
    bool selected; /* draw everything as part of the selected line: in reverse video, without colours */
    bool ruled;    /* underline everything, which looks like a rule below the row */
};

/* Blanks the whole canvas. */
void canvas_erase(const struct canvas *canvas);

/* Blanks part of a row, in reverse video where `selected` is set. */
void canvas_blank(const struct canvas *canvas, int row, int column, int columns);

/* Draws text into at most `columns` columns. Returns how many it took. */
int canvas_text(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                const char *text);

/* As canvas_text, aligned to the right end of the columns. */
int canvas_right(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                 const char *text);

/* A part of a text: from byte `begin` up to, not including, byte `end`. */
struct canvas_mark {
    size_t begin;
    size_t end;
};

struct canvas_marked {
    const char *text;
    const struct canvas_mark *marks;
    size_t count;
};

/* As canvas_text, with the marked parts in ROLE_MATCH. */
int canvas_marked(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                  const struct canvas_marked *marked);

/* Draws text in the middle of the row. */
void canvas_center(const struct canvas *canvas, int row, enum theme_role role, const char *text);

/* Repeats one character `count` times to the right, or downwards. */
void canvas_horizontal(const struct canvas *canvas, int row, int column, int count, const char *character);
void canvas_vertical(const struct canvas *canvas, int row, int column, int count, const char *character);

/* Leaves the terminal's cursor there; to be called after drawing. */
void canvas_cursor(const struct canvas *canvas, int row, int column);

#endif
