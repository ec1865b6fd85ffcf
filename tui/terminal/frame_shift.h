/* Scrolls rows that are on the screen already, higher or lower than they are to be. Curses finds such rows by itself
 * when it is given a whole frame, but not when it is given one row after the other, as on a slow line. */
#ifndef TUI_TERMINAL_FRAME_SHIFT_H
#define TUI_TERMINAL_FRAME_SHIFT_H

/* If enough rows of stdscr are on the screen elsewhere, lets curses scroll them to their place. Afterwards the rows
 * that are still to be written are marked as changed in stdscr. */
void frame_shift(void);

#endif
