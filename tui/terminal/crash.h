/* What gives the terminal back when the program dies: by a fatal signal, or by die(). Only async-signal-safe
 * calls. */
#ifndef TUI_TERMINAL_CRASH_H
#define TUI_TERMINAL_CRASH_H

#include <termios.h>

/* From now on `fd` gets a reset and `modes` before the program dies. */
void crash_watch(int fd, const struct termios *modes);
void crash_forget(void);

/* A sequence that gives back more; it must stay. NULL: there is no more. */
void crash_also(const char *sequence);

/* Gives the terminal back once, here and now. */
void crash_reset(void);

#endif
