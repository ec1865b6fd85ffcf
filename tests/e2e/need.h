/* What a change of the screen needs in bytes: of the cells that are other than before their text, a colour or
 * attribute where that changes, and an address where they begin. */
#ifndef TESTS_E2E_NEED_H
#define TESTS_E2E_NEED_H

#include <stddef.h>

#include "tests/e2e/screen.h"

/* All cells of a screen, row by row. The caller frees them. */
struct cell *cells_of(const struct screen *screen);

/* From `before`, of the same size, to what is shown now. */
size_t bytes_needed(const struct screen *screen, const struct cell *before);

#endif
