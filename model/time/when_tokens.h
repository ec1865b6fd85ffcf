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

#define WHEN_TOKENS 24

/* Blanks and commas only separate; any dash is '-'. The last token is always WHEN_TOKEN_END. False for text
 * that is too long or has letters that no date has. With NULL any number of tokens is right. */
bool when_tokens(struct when_token tokens[WHEN_TOKENS], const char *text);

#endif
