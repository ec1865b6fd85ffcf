/* Sends the frame that is drawn in stdscr. If the line has no room for all of it, curses is given the changed rows
 * one by one, those nearest to the cursor first. Rows that are not sent yet stay marked as changed in stdscr: the
 * next frame is drawn over them, so what is out of date is never sent. */
#ifndef TUI_TERMINAL_FRAME_H
#define TUI_TERMINAL_FRAME_H

#include "tui/terminal/output_buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Lets curses write changed rows until `room` more bytes are in the buffer, which the last row may exceed; SIZE_MAX:
 * all. */
void frame_send(const struct output_buffer *output, size_t room);

/* Lets curses clear the screen before anything is drawn. */
void frame_begin(void);

/* Lets curses write the top `rows` rows of the first frame, so that the terminal shows them while the others are
 * composed. For an empty screen only: on any other, rows may have to be moved. */
void frame_send_top(int rows);

/* Whether changed rows have not been sent yet. */
bool frame_has_rest(void);

#endif
