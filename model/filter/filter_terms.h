/* The table of terms, "agent:" and so on: name, help, and the function that parses the value. */
#ifndef MODEL_FILTER_FILTER_TERMS_H
#define MODEL_FILTER_FILTER_TERMS_H

#include <stddef.h>

struct filter_parser;
struct filter_token;

#define FILTER_NO_TERM SIZE_MAX
#define FILTER_UNKNOWN_TERM (SIZE_MAX - 1)

/* The name of a term, with its colon, and its help, untranslated; NULL behind the last one. */
const char *filter_term_name(size_t index);
const char *filter_term_help(size_t index);

/* The term whose name and colon, or sign (< or >), a text starts with; *length is their length in bytes.
 * FILTER_UNKNOWN_TERM for another word with a colon, else FILTER_NO_TERM. */
size_t filter_term_find(const char *text, size_t *length);

/* The name of the term that a misspelt one may mean; NULL if none is similar. */
const char *filter_term_like(const char *letters, size_t length);

/* Parses the value of a token with a term, and adds the term to the filter. */
void filter_term_take(struct filter_parser *parser, struct filter_token *token);

#endif
