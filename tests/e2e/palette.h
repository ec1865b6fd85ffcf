/* The colours of the pictures: what a terminal with a dark theme makes of a cell's attributes. */
#ifndef TESTS_E2E_PALETTE_H
#define TESTS_E2E_PALETTE_H

#include <stdint.h>

#include "tests/e2e/screen.h"

/* Red, green and blue as 0xRRGGBB. */
uint32_t palette_text(const struct cell *cell);
uint32_t palette_background(const struct cell *cell);

/* The background of the terminal as such. */
uint32_t palette_paper(void);

#endif
