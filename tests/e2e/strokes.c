#include "tests/e2e/strokes.h"

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

/* Which ways a line goes from the middle of its cell. */
static const struct line {
    uint32_t character;
    unsigned int ways;
} lines[] = {
    {0x2500, LEFT | RIGHT},
    {0x2502, UP | DOWN},
    {0x250C, DOWN | RIGHT},
    {0x2510, DOWN | LEFT},
    {0x2514, UP | RIGHT},
    {0x2518, UP | LEFT},
    {0x251C, UP | DOWN | RIGHT},
    {0x2524, UP | DOWN | LEFT},
    {0x252C, DOWN | LEFT | RIGHT},
    {0x2534, UP | LEFT | RIGHT},
    {0x253C, UP | DOWN | LEFT | RIGHT},
    {0x2574, LEFT},
    {0x2575, UP},
    {0x2576, RIGHT},
    {0x2577, DOWN},
};

/* The corners with a bend, in the order of their code points from U+256D. */
static const unsigned int bends[] = {DOWN | RIGHT, DOWN | LEFT, UP | LEFT, UP | RIGHT};

static void draw_line(struct buffer *svg, const struct box *box, unsigned int ways, uint32_t colour)
{
    double x = box->x + box->width / 2.0;
    double y = box->y + box->height / 2.0;
    buffer_text(svg, "<path d=\"");
    if ((ways & UP) != 0)
        buffer_format(svg, "M%g %gV%d", x, y, box->y);
    if ((ways & DOWN) != 0)
        buffer_format(svg, "M%g %gV%d", x, y, box->y + box->height);
    if ((ways & LEFT) != 0)
        buffer_format(svg, "M%g %gH%d", x, y, box->x);
    if ((ways & RIGHT) != 0)
        buffer_format(svg, "M%g %gH%d", x, y, box->x + box->width);
    buffer_format(svg, "\" stroke=\"#%06x\" stroke-linecap=\"square\"/>\n", colour);
}

static void draw_bend(struct buffer *svg, const struct box *box, unsigned int ways, uint32_t colour)
{
    double x = box->x + box->width / 2.0;
    double y = box->y + box->height / 2.0;
    int side = (ways & LEFT) != 0 ? box->x : box->x + box->width;
    int end = (ways & UP) != 0 ? box->y : box->y + box->height;
    double radius = box->width / 2.0;
    double turn = (ways & UP) != 0 ? y - radius : y + radius;
    buffer_format(svg, "<path d=\"M%d %gQ%g %g %g %gV%d\" stroke=\"#%06x\" fill=\"none\"/>\n", side, y, x, y,
                  x, turn, end, colour);
}

static void draw_block(struct buffer *svg, double x, double y, double width, double height, uint32_t colour,
                       double opacity)
{
    buffer_format(svg, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"#%06x\"", x, y, width,
                  height, colour);
    if (opacity < 1.0)
        buffer_format(svg, " fill-opacity=\"%g\"", opacity);
    buffer_text(svg, " shape-rendering=\"crispEdges\"/>\n");
}

/* U+2580 to U+2595: parts of the cell in eighths, from below, from the left, and three shades of the whole.
 */
static void draw_part(struct buffer *svg, uint32_t character, const struct box *box, uint32_t colour)
{
    double x = box->x;
    double y = box->y;
    double width = box->width;
    double height = box->height;
    double opacity = 1.0;
    if (character == 0x2580) {
        height /= 2;
    } else if (character <= 0x2588) {
        double part = height * (character - 0x2580) / 8.0;
        y += height - part;
        height = part;
    } else if (character <= 0x258F) {
        width = width * (0x2590 - character) / 8.0;
    } else if (character == 0x2590) {
        x += width / 2;
        width /= 2;
    } else if (character <= 0x2593) {
        opacity = (character - 0x2590) / 4.0;
    } else if (character == 0x2594) {
        height /= 8;
    } else {
        x += width * 7 / 8;
        width /= 8;
    }
    draw_block(svg, x, y, width, height, colour, opacity);
}

bool strokes_draw(struct buffer *svg, uint32_t character, const struct box *box, uint32_t colour)
{
    if (character >= 0x2580 && character <= 0x2595) {
        draw_part(svg, character, box, colour);
        return true;
    }
    if (character >= 0x256D && character <= 0x2570) {
        draw_bend(svg, box, bends[character - 0x256D], colour);
        return true;
    }
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (lines[i].character == character) {
            draw_line(svg, box, lines[i].ways, colour);
            return true;
        }
    }
    return false;
}
