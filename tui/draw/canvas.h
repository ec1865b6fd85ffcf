/* A part of the terminal that is drawn on. All text goes through text_next, so nothing in it can do harm, and
 * is cut to its columns with "…". Rows and columns are those of the canvas; what lies outside is not drawn.
 */
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
    bool selected; /* everything is drawn as part of the selected line: in reverse, without colours */
    bool ruled;    /* everything is underlined: a rule below the line, where the terminal has it */
};

/* Blanks the whole canvas. */
void canvas_erase(const struct canvas *canvas);

/* Blanks part of a row; shows where `selected` is set. */
void canvas_blank(const struct canvas *canvas, int row, int column, int columns);

/* Draws text into at most `columns` columns; returns how many it took. */
int canvas_text(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                const char *text);

/* As canvas_text, at the right end of the columns. */
int canvas_right(const struct canvas *canvas, int row, int column, int columns, enum theme_role role,
                 const char *text);

/* A part of a text, in bytes. */
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

/* In the middle of the row. */
void canvas_center(const struct canvas *canvas, int row, enum theme_role role, const char *text);

/* Repeats one character `count` times to the right, or downwards. */
void canvas_horizontal(const struct canvas *canvas, int row, int column, int count, const char *character);
void canvas_vertical(const struct canvas *canvas, int row, int column, int count, const char *character);

/* Where the terminal's cursor stands after drawing. */
void canvas_cursor(const struct canvas *canvas, int row, int column);

#endif
