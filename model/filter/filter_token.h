/* The text of a filter while it is read: where the reader is, the word or term that stands there, and what is
 * added to the filter for it. For model/filter/filter_parse.c and its parts only. */
#ifndef MODEL_FILTER_FILTER_TOKEN_H
#define MODEL_FILTER_FILTER_TOKEN_H

#include "model/filter/filter.h"
#include "model/filter/filter_values.h"

#include <stdbool.h>
#include <stddef.h>

struct filter_parser {
    struct filter *filter;
    const char *text;
    size_t at;
    struct filter_clock clock;
    struct filter_error *error;
};

/* A word or a term with its value. */
struct filter_token {
    size_t begin;
    size_t end;
    bool negated;
    size_t term; /* see filter_terms.h; FILTER_NO_TERM for a word, FILTER_UNKNOWN_TERM */
    bool is_quoted;
    bool is_closed; /* the quotes are */
    size_t colon;   /* where the value may begin */
    char value[FILTER_SIZE];
};

/* Notes what is wrong, if nothing has been before. */
__attribute__((format(printf, 5, 6))) void filter_complain(struct filter_parser *parser,
                                                           enum filter_verdict verdict, size_t begin,
                                                           size_t end, const char *format, ...);

/* Reads the value at `parser->at`: it runs to the next blank, or to `end` where that is not 0, or between
 * quotes; a quote that is still open ends with the text. */
void filter_take_value(struct filter_parser *parser, struct filter_token *token, char end);

/* Lets the value run on over the next word; false if there is none. */
bool filter_extend(const struct filter_parser *parser, struct filter_token *token);

/* True if what is typed next may belong to the token. */
bool filter_token_is_open(const struct filter_parser *parser, const struct filter_token *token);

/* Adds a term, to the words or to the others. False, with a complaint, if there are too many. */
bool filter_add(struct filter_parser *parser, const struct filter_token *token, struct filter_term term);

/* Adds the value of the token to those of a term; a number if it looks like one and `may_be_number`. False if
 * it has nothing to look for. */
bool filter_add_value(struct filter *filter, const struct filter_token *token, struct filter_term *term,
                      bool may_be_number);

/* Adds a term of the value alone. */
void filter_add_text(struct filter_parser *parser, const struct filter_token *token, struct filter_term term);

/* Gives a number a place for a term; false, with a complaint, if there are too many. */
bool filter_keep_number(struct filter_parser *parser, const struct filter_token *token,
                        const struct telephone *number, struct filter_term *term);

/* Adds a number, or as a text what an address of a telephone has instead. */
void filter_add_number(struct filter_parser *parser, struct filter_token *token, const char *text,
                       size_t length);

#endif
