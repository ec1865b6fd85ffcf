/* Job control: stopping the program so that its shell notices, and only where somebody can wake it again. */
#ifndef TUI_TERMINAL_JOB_H
#define TUI_TERMINAL_JOB_H

#include <stdbool.h>

/* Whether a shell or the like of this session watches the process group. Without one, as after `exec` in a
 * login shell, a stopped program would never go on. */
bool job_is_watched(void);

/* Stops the whole process group as the terminal's own Ctrl-Z does: a script that has started the program
 * stops with it, and the shell above both takes over. Returns when it goes on, at once if nobody watches it.
 */
void job_stop(void);

#endif
