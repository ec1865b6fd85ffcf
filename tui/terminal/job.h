/* Job control: stopping the program, but only if a shell can continue it. */
#ifndef TUI_TERMINAL_JOB_H
#define TUI_TERMINAL_JOB_H

#include <stdbool.h>

/* Whether a process of this session outside of our process group, such as a shell, is an ancestor of ours. Without
 * one, as after `exec` in a login shell, a stopped program would never be continued. */
bool job_is_watched(void);

/* Stops the whole process group, as Ctrl-Z at the terminal does: a script that started the program stops with it, and
 * the shell takes over. Returns when the program is continued; at once if the kernel ignores the stop (orphaned
 * group). */
void job_stop(void);

#endif
