/* The encoding of what is shown: that of the locale. Where no locale is set, or one that is not installed
 * (cron, a slim server), UTF-8, as terminals have it; what is set to something else on purpose, such as
 * LC_ALL=C, stays. */
#ifndef TUI_DRAW_ENCODING_H
#define TUI_DRAW_ENCODING_H

#include <stdbool.h>

/* Sets LC_CTYPE, and nothing more of the locale: a decimal comma would break numbers. To be called once,
 * first. Returns whether it is UTF-8. */
bool encoding_settle(void);

/* What the user should be told of it, one sentence; "" if the locale is as it should be. */
const char *encoding_note(void);

#endif
