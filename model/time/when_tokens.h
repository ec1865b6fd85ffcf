/* The numbers, words and signs of a written date. For model/time/when.c and its parts only. */
#ifndef MODEL_TIME_WHEN_TOKENS_H
#define MODEL_TIME_WHEN_TOKENS_H

#include <stdbool.h>

enum when_token_kind { WHEN_TOKEN_END, WHEN_TOKEN_NUMBER, WHEN_TOKEN_WORD, WHEN_TOKEN_SIGN };

struct when_token {
    enum when_token_kind kind;
    int number; /* and how many digits it has */
    int digits;
    char sign;
    char word[16]; /* lower case; å is aa, æ is ae, ø is oe */
};

/* At least so many at the end are WHEN_TOKEN_END: one may look ahead from the first of them. */
enum { WHEN_TOKENS = 28, WHEN_ENDS = 5 };

/* Blanks and commas only separate; any dash is '-'. False for text
 * that is too long or has letters that no date has. With NULL any number of tokens is right. */
bool when_tokens(struct when_token tokens[WHEN_TOKENS], const char *text);

#endif
