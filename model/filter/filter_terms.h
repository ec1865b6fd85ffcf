/* The terms of a filter, "agent:" and so on: a row each with its help and what reads its value. */
#ifndef MODEL_FILTER_FILTER_TERMS_H
#define MODEL_FILTER_FILTER_TERMS_H

#include <stddef.h>

struct filter_parser;
struct filter_token;

#define FILTER_NO_TERM SIZE_MAX
#define FILTER_UNKNOWN_TERM (SIZE_MAX - 1)

/* "agent:" and so on; NULL behind the last. */
const char *filter_term_name(size_t index);
const char *filter_term_help(size_t index);

/* The term whose name and colon, or sign, stand at the text; *length is theirs. */
size_t filter_term_find(const char *text, size_t *length);

/* The term that may have been meant by letters before a colon; NULL if none is like them. */
const char *filter_term_like(const char *letters, size_t length);

/* Takes the value of the token, which is of a term, into the filter. */
void filter_term_take(struct filter_parser *parser, struct filter_token *token);

#endif
