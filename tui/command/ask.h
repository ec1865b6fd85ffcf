/* Questions to the user without the screen: they go to standard error, answers come from standard input. Blocks. */
#ifndef TUI_COMMAND_ASK_H
#define TUI_COMMAND_ASK_H

#include <stdbool.h>

/* Whether both are terminals. */
bool ask_is_possible(void);

/* The line that is typed, without blanks around it; NULL at the end of the input. The caller frees. */
char *ask_text(const char *question);

/* Whether "y" or "yes" is typed. */
bool ask_yes(const char *question);

/* The same without echo; NULL if Ctrl-C or Ctrl-D is pressed. The terminal is restored, also if a signal ends the
 * program meanwhile. The caller frees with secret_free. */
char *ask_secret(const char *question);

#endif
