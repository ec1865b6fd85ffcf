/* A frame that is drawn in stdscr, on its way through curses. Where there is no room for all of it, curses gets its
 * rows one by one, those nearest to the cursor first; what it has not got stays marked as changed in stdscr, is
 * drawn over by the next frame, and so never sent once it is out of date. */
#ifndef TUI_TERMINAL_FRAME_H
#define TUI_TERMINAL_FRAME_H

#include "tui/terminal/output_buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Has curses write until the buffer holds `room` bytes, by a row more at the most; SIZE_MAX: all. */
void frame_send(const struct output_buffer *output, size_t room);

/* Has it clear the screen, before anything is drawn. */
void frame_begin(void);

/* Has it write so many rows, which the terminal shows while the rest is written: of a screen where nothing stands, and so
 * nothing can have moved. */
void frame_send_top(int rows);

/* Whether rows have changed that have not been sent. */
bool frame_has_rest(void);

#endif
