/* Lines and blocks drawn as shapes, so that in a picture they meet from cell to cell whatever the font. */
#ifndef TESTS_E2E_STROKES_H
#define TESTS_E2E_STROKES_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/e2e/buffer.h"

/* A cell's place and size in the picture. */
struct box {
    int x, y, width, height;
};

/*
 * If `character` is a light line or a block, appends an SVG element of that colour (0xRRGGBB) for it and
 * answers true; all others are for the font.
 */
bool strokes_draw(struct buffer *svg, uint32_t character, const struct box *box, uint32_t colour);

#endif
