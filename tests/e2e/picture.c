#include "tests/e2e/picture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/palette.h"
#include "tests/e2e/strokes.h"

/* Pixels. A cell is as wide as the letters of the usual fixed-width fonts are at that size. */
enum {
    FONT_SIZE = 15,
    CELL_WIDTH = 9,
    CELL_HEIGHT = 19,
    BASELINE = 14,
    MARGIN = 14,
    TITLE_BAR = 36,
    CORNER = 10,
};

static void append_escaped(struct buffer *svg, const char *text)
{
    for (const char *at = text; *at; at++) {
        if (*at == '&')
            buffer_text(svg, "&amp;");
        else if (*at == '<')
            buffer_text(svg, "&lt;");
        else if (*at == '>')
            buffer_text(svg, "&gt;");
        else if ((unsigned char)*at >= 0x20)
            buffer_append(svg, at, 1);
    }
}

static void draw_window(struct buffer *svg, const char *title, int width, int height)
{
    static const char *const dots[] = {"e5636a", "e0b05c", "7fc26b"};
    buffer_format(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
        "font-family=\"'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace\" "
        "font-size=\"%d\">\n<title>",
        width, height, width, height, FONT_SIZE);
    append_escaped(svg, title);
    buffer_format(svg,
                  "</title>\n<rect x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"#%06x\" "
                  "stroke=\"#3a404b\"/>\n",
                  width - 1, height - 1, CORNER, palette_paper());
    buffer_format(svg, "<path d=\"M1 %dV%dQ1 1 %d 1H%dQ%d 1 %d %dV%dZ\" fill=\"#23272f\"/>\n", TITLE_BAR,
                  CORNER, CORNER, width - CORNER, width - 1, width - 1, CORNER, TITLE_BAR);
    for (int i = 0; i < 3; i++)
        buffer_format(svg, "<circle cx=\"%d\" cy=\"%d\" r=\"6\" fill=\"#%s\"/>\n", 22 + 20 * i, TITLE_BAR / 2,
                      dots[i]);
    buffer_format(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"13\" "
        "fill=\"#9aa1ad\">",
        width / 2, TITLE_BAR / 2 + 5);
    append_escaped(svg, title);
    buffer_text(svg, "</text>\n");
}

static struct box cell_box(const struct cell *cell, int row, int column)
{
    return (struct box){MARGIN + column * CELL_WIDTH, TITLE_BAR + MARGIN / 2 + row * CELL_HEIGHT,
                        CELL_WIDTH * (cell->width == 2 ? 2 : 1), CELL_HEIGHT};
}

/* One rectangle for neighbours of one colour; none where the paper shows. */
static void draw_backgrounds(struct buffer *svg, const struct screen *screen, int row)
{
    int columns = screen_columns(screen);
    for (int column = 0; column < columns;) {
        struct cell cell = screen_cell(screen, row, column);
        uint32_t colour = palette_background(&cell);
        struct box box = cell_box(&cell, row, column);
        int end = column + 1;
        for (; end < columns; end++) {
            struct cell next = screen_cell(screen, row, end);
            if (palette_background(&next) != colour)
                break;
        }
        if (colour != palette_paper())
            buffer_format(svg,
                          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\" "
                          "shape-rendering=\"crispEdges\"/>\n",
                          box.x, box.y, (end - column) * CELL_WIDTH, CELL_HEIGHT, colour);
        column = end;
    }
}

static bool is_blank(const struct cell *cell)
{
    return cell->text[0] == '\0' || strcmp(cell->text, " ") == 0;
}

/* Lines under and through the text of a cell; blanks have them too. */
static void draw_rules(struct buffer *svg, const struct cell *cell, const struct box *box)
{
    if (cell->underline)
        buffer_format(svg, "<path d=\"M%d %d.5h%d\" stroke=\"#%06x\"/>\n", box->x, box->y + BASELINE + 2,
                      box->width, palette_text(cell));
    if (cell->strike)
        buffer_format(svg, "<path d=\"M%d %d.5h%d\" stroke=\"#%06x\"/>\n", box->x, box->y + BASELINE - 5,
                      box->width, palette_text(cell));
}

/*
 * The letters of a word, in one element, each at a place of its own so that a row cannot drift. Some
 * renderers heed the first place only: that is why an element never goes on beyond a blank or a wide letter.
 */
struct run {
    struct buffer places, letters;
    uint32_t colour;
    bool bold, italic;
};

static void flush_run(struct buffer *svg, struct run *run, int row)
{
    if (run->letters.length > 0) {
        struct box box = cell_box(&(struct cell){.width = 1}, row, 0);
        buffer_format(svg, "<text y=\"%d\" x=\"%s\" fill=\"#%06x\"%s%s>", box.y + BASELINE, run->places.data,
                      run->colour, run->bold ? " font-weight=\"bold\"" : "",
                      run->italic ? " font-style=\"italic\"" : "");
        append_escaped(svg, run->letters.data);
        buffer_text(svg, "</text>\n");
    }
    buffer_reset(&run->places);
    buffer_reset(&run->letters);
}

static bool fits_run(const struct run *run, const struct cell *cell)
{
    return run->colour == palette_text(cell) && run->bold == cell->bold && run->italic == cell->italic;
}

/*
 * Renderers disagree on how many places a letter takes that is more than one UTF-16 unit, so such a one (a
 * combining character, an emoji) gets an element of its own.
 */
static void draw_letter(struct buffer *svg, struct run *run, const struct cell *cell, int row, int column)
{
    uint32_t character = 0;
    struct box box = cell_box(cell, row, column);
    bool single = utf8_decode(cell->text, &character) == strlen(cell->text) && character < 0x10000;
    if (single && strokes_draw(svg, character, &box, palette_text(cell))) {
        flush_run(svg, run, row);
        return;
    }
    bool alone = !single || cell->width == 2;
    if (alone || !fits_run(run, cell))
        flush_run(svg, run, row);
    run->colour = palette_text(cell);
    run->bold = cell->bold;
    run->italic = cell->italic;
    buffer_format(&run->places, run->places.length > 0 ? " %d" : "%d", box.x);
    buffer_text(&run->letters, cell->text);
    if (alone)
        flush_run(svg, run, row);
}

static void draw_letters(struct buffer *svg, const struct screen *screen, int row)
{
    struct run run = {0};
    flush_run(svg, &run, row);
    for (int column = 0; column < screen_columns(screen); column++) {
        struct cell cell = screen_cell(screen, row, column);
        struct box box = cell_box(&cell, row, column);
        if (cell.width == 0)
            continue;
        draw_rules(svg, &cell, &box);
        if (is_blank(&cell))
            flush_run(svg, &run, row);
        else
            draw_letter(svg, &run, &cell, row, column);
    }
    flush_run(svg, &run, row);
    buffer_clear(&run.places);
    buffer_clear(&run.letters);
}

char *picture_render(const struct screen *screen, const char *title)
{
    struct buffer svg = {0};
    int width = 2 * MARGIN + screen_columns(screen) * CELL_WIDTH;
    int height = TITLE_BAR + 2 * MARGIN + screen_rows(screen) * CELL_HEIGHT - MARGIN / 2;
    draw_window(&svg, title, width, height);
    for (int row = 0; row < screen_rows(screen); row++)
        draw_backgrounds(&svg, screen, row);
    for (int row = 0; row < screen_rows(screen); row++)
        draw_letters(&svg, screen, row);
    buffer_text(&svg, "</svg>\n");
    return buffer_take(&svg);
}

bool picture_write(const struct screen *screen, const char *title, const char *path)
{
    char *svg = picture_render(screen, title);
    FILE *file = fopen(path, "we");
    bool good = file && fputs(svg, file) >= 0;
    if (file && fclose(file) != 0)
        good = false;
    if (!good)
        fprintf(stderr, "tests: cannot write %s: %s\n", path, strerror(errno));
    free(svg);
    return good;
}
