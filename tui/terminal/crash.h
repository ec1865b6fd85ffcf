/* Restores the terminal when the program dies, by a fatal signal or by die(), with async-signal-safe calls only. */
#ifndef TUI_TERMINAL_CRASH_H
#define TUI_TERMINAL_CRASH_H

#include <termios.h>

/* From now on the terminal at `fd` is reset and gets `modes` if the program dies; crash_forget ends that. */
void crash_watch(int fd, const struct termios *modes);
void crash_forget(void);

/* One more sequence to be sent then, which must stay in memory; NULL: none. */
void crash_also(const char *sequence);

/* Restores the terminal now; does nothing the second time. */
void crash_reset(void);

#endif
