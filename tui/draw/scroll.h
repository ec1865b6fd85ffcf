/* Which lines of a list are on the screen, and which one is selected: numbers of lines from 0 on. Pure. */
#ifndef TUI_DRAW_SCROLL_H
#define TUI_DRAW_SCROLL_H

#include <stddef.h>
#include <stdint.h>

/* The line `lines` further down (negative: up), at most the first or the last of `count`; 0 if there are none. */
size_t scroll_move(size_t selected, int64_t lines, size_t count);

/* The first line to show in `height` rows, moved from `top` as little as possible, so that the selected one is among
 * them and no row is left blank that a line could fill. With a height of 0 nothing is shown, and the result is at
 * most `selected`. */
size_t scroll_top(size_t top, size_t selected, size_t count, size_t height);

#endif
