/* Questions to whoever sits at the terminal, before or without a screen. They go to standard error, answers come
 * from standard input. */
#ifndef TUI_COMMAND_ASK_H
#define TUI_COMMAND_ASK_H

#include <stdbool.h>

/* Whether both are terminals. */
bool ask_is_possible(void);

/* The line that is typed, without blanks around it; NULL at the end of the input. The caller frees. */
char *ask_text(const char *question);

/* Whether "y" or "yes" is typed. */
bool ask_yes(const char *question);

/* The line that is typed, which is not shown; NULL where Ctrl-C or Ctrl-D ends it. The terminal is as before
 * afterwards, also if a signal ends the program meanwhile. The caller frees with secret_free. */
char *ask_secret(const char *question);

#endif
