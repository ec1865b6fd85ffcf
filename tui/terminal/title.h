/* The title of the terminal's window, in the terminals that terminfo knows to have one. The one that was there is
 * put on the terminal's stack of titles, and given back. */
#ifndef TUI_TERMINAL_TITLE_H
#define TUI_TERMINAL_TITLE_H

#include <stdbool.h>
#include <stdio.h>

/* What crash.h gives back. */
#define TITLE_GIVE_BACK "\033[23;2t"

enum { TITLE_COLUMNS = 100, TITLE_SIZE = 512 };

/* Plain data. */
struct title {
    bool is_known;
    bool is_ours;
    char text[TITLE_SIZE]; /* as it was sent last */
};

/* Asks terminfo; after newterm. */
void title_open(struct title *title);

/* Both write to `stream` what has to be changed, if anything has. Nothing in `text` can do harm: it is escaped, cut,
 * and ASCII where the locale is not UTF-8, for bytes of UTF-8 could be controls there. */
void title_set(struct title *title, FILE *stream, const char *text);
void title_give_back(struct title *title, FILE *stream);

#endif
