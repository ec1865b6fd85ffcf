/* The state of the filter parser, its tokens, and adding terms to the filter. Only for filter_parse.c and
 * filter_terms.c. */
#ifndef MODEL_FILTER_FILTER_TOKEN_H
#define MODEL_FILTER_FILTER_TOKEN_H

#include "model/filter/filter.h"
#include "model/filter/filter_values.h"

#include <stdbool.h>
#include <stddef.h>

struct filter_parser {
    struct filter *filter;
    const char *text;
    size_t at; /* offset in the text */
    struct filter_clock clock;
    struct filter_error *error;
};

/* A word, or a term with its value; offsets in the text. */
struct filter_token {
    size_t begin;
    size_t end;
    bool negated;
    size_t term; /* see filter_terms.h; FILTER_NO_TERM for a word, FILTER_UNKNOWN_TERM */
    bool is_quoted;
    bool is_closed; /* it has a closing quotation mark */
    size_t colon;   /* behind the colon */
    char value[FILTER_SIZE];
};

/* Sets the parser's error unless it is FILTER_WRONG already. */
__attribute__((format(printf, 5, 6))) void filter_complain(struct filter_parser *parser,
                                                           enum filter_verdict verdict, size_t begin,
                                                           size_t end, const char *format, ...);

/* Parses the value at parser->at: up to the next blank or, unless it is 0, the character `end`; or within quotes,
 * which the end of the text closes, too. */
void filter_take_value(struct filter_parser *parser, struct filter_token *token, char end);

/* Extends the value over the next word; false if there is none, or it is quoted. */
bool filter_extend(const struct filter_parser *parser, struct filter_token *token);

/* Whether the next character typed may belong to the token. */
bool filter_token_is_open(const struct filter_parser *parser, const struct filter_token *token);

/* Adds a term to the filter's words or terms. False, with the error set, if there are too many. */
bool filter_add(struct filter_parser *parser, const struct filter_token *token, struct filter_term term);

/* Adds the token's value to those of a term, as a number if it is one and `may_be_number` is set. False if nothing is
 * left of it after folding. */
bool filter_add_value(struct filter *filter, const struct filter_token *token, struct filter_term *term,
                      bool may_be_number);

/* Adds a term with the token's value as its only one. */
void filter_add_text(struct filter_parser *parser, const struct filter_token *token, struct filter_term term);

/* Stores a telephone number and sets term->number. False, with the error set, if there are too many. */
bool filter_keep_number(struct filter_parser *parser, const struct filter_token *token,
                        const struct telephone *number, struct filter_term *term);

/* Adds a term for a telephone number; for an address without a number, a term for its text. */
void filter_add_number(struct filter_parser *parser, struct filter_token *token, const char *text,
                       size_t length);

#endif
