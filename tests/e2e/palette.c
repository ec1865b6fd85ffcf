#include "tests/e2e/palette.h"

#include <math.h>

static const uint32_t paper = 0x14171C;
static const uint32_t ink = 0xD3D7DF;

/* How much of its colour faint text keeps, in percent. */
enum { FAINT_SHARE = 58 };

/* The sixteen colours of the theme. */
static const uint32_t theme[16] = {
    0x20242C, 0xE5636A, 0x7FC26B, 0xE0B05C, 0x5C9FE8, 0xC07FDC, 0x4FBCC4, 0xC9CDD6,
    0x6B7280, 0xF28A8F, 0x9FDC8C, 0xF2CD83, 0x88BDF7, 0xD8A3EE, 0x7FD8DE, 0xF3F5F9,
};

static uint32_t join(uint32_t red, uint32_t green, uint32_t blue)
{
    return red << 16 | green << 8 | blue;
}

/* The palette beyond the theme: a cube of six shades a side, then 24 greys. */
static uint32_t standard_colour(uint32_t index)
{
    static const uint32_t shades[6] = {0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF};
    if (index >= 232) {
        uint32_t grey = 8 + (index - 232) * 10;
        return join(grey, grey, grey);
    }
    index -= 16;
    return join(shades[index / 36], shades[index / 6 % 6], shades[index % 6]);
}

static uint32_t resolve(const struct colour *colour, uint32_t otherwise)
{
    if (colour->kind == COLOUR_RGB)
        return join(colour->red, colour->green, colour->blue);
    if (colour->kind == COLOUR_PALETTE)
        return colour->index < 16 ? theme[colour->index] : standard_colour(colour->index);
    return otherwise;
}

/* `share` percent of `colour`, the rest of `other`. */
static uint32_t mix(uint32_t colour, uint32_t other, uint32_t share)
{
    uint32_t mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        uint32_t part = ((colour >> shift & 0xFF) * share + (other >> shift & 0xFF) * (100 - share)) / 100;
        mixed |= part << shift;
    }
    return mixed;
}

uint32_t palette_paper(void)
{
    return paper;
}

uint32_t palette_text(const struct cell *cell)
{
    uint32_t front = resolve(&cell->foreground, ink);
    uint32_t back = resolve(&cell->background, paper);
    if (cell->reverse)
        return cell->dim ? mix(back, front, FAINT_SHARE) : back;
    return cell->dim ? mix(front, back, FAINT_SHARE) : front;
}

uint32_t palette_background(const struct cell *cell)
{
    return cell->reverse ? resolve(&cell->foreground, ink) : resolve(&cell->background, paper);
}

static double luminance(uint32_t colour)
{
    static const double weights[] = {0.0722, 0.7152, 0.2126}; /* of blue, green and red */
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = (colour >> (8 * i) & 0xFF) / 255.0;
        sum += weights[i] * (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

unsigned palette_contrast(const struct colour *colour, uint32_t background)
{
    double one = luminance(resolve(colour, ink)) + 0.05, other = luminance(background) + 0.05;
    return (unsigned)(10 * (one > other ? one / other : other / one));
}
