/* Examples of filters and dates and what they mean, for the help on the screen and `tapedeck help`. */
#ifndef TUI_WORDS_SYNTAX_H
#define TUI_WORDS_SYNTAX_H

enum { SYNTAX_EXAMPLE_COLUMNS = 20 };

/* Both are untranslated. */
struct syntax_row {
    const char *example; /* at most SYNTAX_EXAMPLE_COLUMNS wide; NULL in the row that ends a table */
    const char *meaning;
};

/* The filter without its terms, which model/filter/filter_terms.h has. */
extern const struct syntax_row syntax_of_filter[];
extern const struct syntax_row syntax_of_dates[];

#endif
