/* Rows that are shown already, higher or lower. Curses finds them among those that it is told have changed; on a slow
 * line, where it is told of them one by one, it has to be shown them. */
#ifndef TUI_TERMINAL_FRAME_SHIFT_H
#define TUI_TERMINAL_FRAME_SHIFT_H

/* Has curses scroll what is on the screen to where stdscr has it, if that is most of what it would scroll. The rows that
 * are still to be written are marked as changed in stdscr. */
void frame_shift(void);

#endif
