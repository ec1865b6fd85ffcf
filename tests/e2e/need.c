#include "tests/e2e/need.h"

#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"

/* ESC [ row ; column H, ESC [ 2 m, ESC [ K */
enum { ADDRESS = 8, LOOK = 4, ERASE = 3 };

struct cell *cells_of(const struct screen *screen)
{
    int rows = screen_rows(screen), columns = screen_columns(screen);
    struct cell *cells = allocate((size_t)rows * (size_t)columns, sizeof(*cells));
    for (int i = 0; i < rows * columns; i++)
        cells[i] = screen_cell(screen, i / columns, i % columns);
    return cells;
}

static bool is_blank(const struct cell *cell)
{
    return cell->text[0] == '\0' || strcmp(cell->text, " ") == 0;
}

static bool looks_alike(const struct cell *cell, const struct cell *other)
{
    return cell->bold == other->bold && cell->dim == other->dim && cell->underline == other->underline &&
           cell->reverse == other->reverse && cell->foreground.kind == other->foreground.kind &&
           cell->foreground.index == other->foreground.index;
}

static bool is_same(const struct cell *cell, const struct cell *other)
{
    return strcmp(is_blank(cell) ? "" : cell->text, is_blank(other) ? "" : other->text) == 0 &&
           looks_alike(cell, other);
}

/* Of changed cells one behind the other: their texts; blanks are erased where that takes less. */
static size_t text_of_run(const struct cell *cells, int count)
{
    size_t bytes = 0, blanks = 0;
    for (int i = 0; i < count; i++) {
        blanks = is_blank(&cells[i]) && !cells[i].reverse ? blanks + 1 : 0;
        bytes += blanks > ERASE ? 0 : cells[i].text[0] ? strlen(cells[i].text) : 1;
        if (i > 0)
            bytes += looks_alike(&cells[i], &cells[i - 1]) ? 0 : LOOK;
    }
    return bytes;
}

size_t bytes_needed(const struct screen *screen, const struct cell *before)
{
    struct cell *now = cells_of(screen);
    int columns = screen_columns(screen), count = screen_rows(screen) * columns, end, passed = ADDRESS;
    const struct cell plain = {.width = 1};
    size_t bytes = 0;
    for (int i = 0; i < count; i = end) {
        passed = i % columns == 0 ? ADDRESS : passed;
        for (end = i; end < count && end / columns == i / columns && !is_same(&now[end], &before[end]);)
            end++;
        if (end == i) {
            passed++;
            end++;
            continue;
        }
        /* a few cells are written again rather than passed by */
        bytes += (size_t)(passed < ADDRESS ? passed : ADDRESS) + text_of_run(now + i, end - i);
        bytes += looks_alike(&now[i], &plain) ? 0 : 2 * LOOK;
        passed = 0;
    }
    free(now);
    return bytes;
}
