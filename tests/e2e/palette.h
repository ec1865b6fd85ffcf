/* The colours of the pictures: what a terminal with a dark theme makes of a cell's attributes. */
#ifndef TESTS_E2E_PALETTE_H
#define TESTS_E2E_PALETTE_H

#include <stdint.h>

#include "tests/e2e/screen.h"

/* Red, green and blue as 0xRRGGBB. */
uint32_t palette_text(const struct cell *cell);
uint32_t palette_background(const struct cell *cell);

/* How well a colour that is the same on every terminal can be read on a background, by WCAG 2, in tenths of what the
 * same colour has: 10 to 210. */
unsigned palette_contrast(const struct colour *colour, uint32_t background);

/* The background of the terminal as such. */
uint32_t palette_paper(void);

#endif
