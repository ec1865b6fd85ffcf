/* The title of the terminal's window, for terminals that have one by terminfo. The title that was there is put on the
 * terminal's stack of titles and restored at the end. */
#ifndef TUI_TERMINAL_TITLE_H
#define TUI_TERMINAL_TITLE_H

#include <stdbool.h>
#include <stdio.h>

/* The sequence that restores the title; also for crash_also. */
#define TITLE_GIVE_BACK "\033[23;2t"

enum { TITLE_COLUMNS = 100, TITLE_SIZE = 512 };

/* Plain data. */
struct title {
    bool is_known;         /* the terminal has a title */
    bool is_ours;          /* it is set by us */
    char text[TITLE_SIZE]; /* the last one */
};

/* Asks terminfo; after newterm. */
void title_open(struct title *title);

/* Set and restore the title; both write to `stream`, and nothing if nothing changes. `text` is escaped, cut to
 * TITLE_COLUMNS, and ASCII if the locale is not UTF-8, where bytes of UTF-8 could be controls. */
void title_set(struct title *title, FILE *stream, const char *text);
void title_give_back(struct title *title, FILE *stream);

#endif
