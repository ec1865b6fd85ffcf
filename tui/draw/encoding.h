/* The character encoding of the output: that of the locale. Where no locale is set, or one that is not installed
 * (cron, a slim server), it is UTF-8; a locale that is set on purpose, such as LC_ALL=C, is obeyed. */
#ifndef TUI_DRAW_ENCODING_H
#define TUI_DRAW_ENCODING_H

#include <stdbool.h>

/* Sets LC_CTYPE and no other category: a decimal comma would break the numbers of JSON. To be called once, before
 * there is a second thread. Returns whether the encoding is UTF-8. */
bool encoding_settle(void);

/* One sentence for the user about a locale that is missing; "" if there is nothing to say. Static. */
const char *encoding_note(void);

#endif
