/* A picture of a screen: an SVG of the window of a terminal, the same bytes for the same screen. */
#ifndef TESTS_E2E_PICTURE_H
#define TESTS_E2E_PICTURE_H

#include <stdbool.h>

#include "tests/e2e/screen.h"

/* The SVG, which the caller frees. `title` stands in the window's title bar. */
char *picture_render(const struct screen *screen, const char *title);

/* Writes it to a file; false, with a reason on stderr, if it cannot. */
bool picture_write(const struct screen *screen, const char *title, const char *path);

#endif
