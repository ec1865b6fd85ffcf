/* What a user typed to find a call, and what it matches. Tokens of digits and their usual punctuation are
 * joined to one number, which is sought anywhere in the digits of a caller's number (a leading + or 00 is
 * left away); every other word is sought in the names of agents and queues, whatever its case. All must
 * match. Pure. */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include "model/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#define FILTER_WORDS 16

struct filter {
    char digits[PAGE_FILTER_SIZE];   /* "" when no number is sought */
    wchar_t words[FILTER_WORDS][64]; /* folded; further words are not looked at */
    size_t word_count;
};

void filter_parse(struct filter *filter, const char *text);
bool filter_is_empty(const struct filter *filter);
bool filter_matches_caller(const struct filter *filter, const char *number); /* NULL: no caller */
bool filter_word_matches(const struct filter *filter, size_t word, const char *name);

#endif
