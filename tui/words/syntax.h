/* How a filter and a date are written: examples and what they mean, for the help on the screen and `tapedeck help`. */
#ifndef TUI_WORDS_SYNTAX_H
#define TUI_WORDS_SYNTAX_H

enum { SYNTAX_EXAMPLE_COLUMNS = 20 }; /* at most */

/* Both to be translated. */
struct syntax_row {
    const char *example; /* NULL behind the last */
    const char *meaning;
};

/* What goes without a term; model/filter/filter_terms.h has the terms. */
extern const struct syntax_row syntax_of_filter[];
extern const struct syntax_row syntax_of_dates[];

#endif
