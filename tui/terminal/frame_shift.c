#include "tui/terminal/frame_shift.h"

#include "net/base/hash.h"
#include "net/base/memory.h"

#include <ncurses.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* So many have to have moved, and so many more for each but one that has to be written anew. */
enum { ROWS_AT_LEAST = 4, ROWS_FOR_ONE = 8 };

/* Rows `first` to `last` of stdscr are on the screen, `by` rows further down. */
struct shift {
    int first, last, by;
    int rows; /* of them, that are shown nowhere else: curses knows them again by those */
};

/* The hashes of all rows. The caller frees them. */
static uint64_t *hash_rows(WINDOW *window)
{
    uint64_t *hashes = memory_array((size_t)LINES, sizeof(*hashes));
    cchar_t *cells = memory_array((size_t)COLS + 1, sizeof(*cells));
    int cursor_row = getcury(window), cursor_column = getcurx(window);
    for (int row = 0; row < LINES; row++) {
        size_t length = 0; /* a wide character takes one */
        mvwin_wchnstr(window, row, 0, cells, COLS);
        while (cells[length].chars[0] != L'\0')
            length++;
        hashes[row] = hash_on(HASH_BEGIN, cells, length * sizeof(*cells));
    }
    wmove(window, cursor_row, cursor_column);
    free(cells);
    return hashes;
}

static bool is_once(const uint64_t *hashes, uint64_t hash)
{
    int times = 0;
    for (int row = 0; row < LINES; row++)
        times += hashes[row] == hash;
    return times == 1;
}

/* The most rows in one piece that have moved by so many. */
static struct shift find_piece(const uint64_t *shown, const uint64_t *wanted, int by)
{
    struct shift best = {.by = by}, piece = best;
    int begin = by < 0 ? -by : 0, end = by < 0 ? LINES : LINES - by;
    for (int row = begin; row < end; row++) {
        if (wanted[row] != shown[row + by]) {
            piece = (struct shift){.first = row + 1, .by = by};
            continue;
        }
        piece.last = row;
        piece.rows += by != 0 && is_once(shown, wanted[row]);
        if (piece.rows > best.rows)
            best = piece;
    }
    return best;
}

static struct shift find_shift(void)
{
    struct shift best = {0};
    uint64_t *shown = hash_rows(curscr), *wanted = hash_rows(stdscr);
    for (int by = -LINES / ROWS_FOR_ONE; by <= LINES / ROWS_FOR_ONE; by++) {
        struct shift piece = find_piece(shown, wanted, by);
        if (piece.rows > best.rows)
            best = piece;
    }
    free(shown);
    free(wanted);
    return best;
}

/* Curses is shown a frame that only the scrolling makes of what is on the screen. */
static void scroll_screen(const struct shift *shift)
{
    int top = shift->by < 0 ? shift->first + shift->by : shift->first;
    int bottom = shift->by < 0 ? shift->last : shift->last + shift->by;
    werase(newscr);
    for (int row = 0; row < LINES; row++) {
        bool has_moved = row >= shift->first && row <= shift->last;
        int from = has_moved ? row + shift->by : row;
        if (has_moved || row < top || row > bottom)
            copywin(curscr, newscr, from, 0, row, 0, row, COLS - 1, FALSE);
    }
    touchwin(newscr);
    leaveok(newscr, TRUE);
    doupdate();
    touchwin(stdscr);
}

void frame_shift(void)
{
    struct shift shift = find_shift();
    int anew = abs(shift.by);
    if (has_il() && anew > 0 && shift.rows >= ROWS_AT_LEAST + ROWS_FOR_ONE * (anew - 1))
        scroll_screen(&shift);
}
