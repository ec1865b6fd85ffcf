#include "model/when_tokens.h"

#include <stddef.h>
#include <string.h>

enum { FOLDED_SIZE = 96, NUMBER_DIGITS = 9 };

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static bool is_letter(char letter)
{
    return letter >= 'a' && letter <= 'z';
}

/* What stands for the letter at text in ASCII, and its size; NULL if nothing does. */
static const char *ascii_of(const char *text, size_t *size)
{
    static const struct {
        const char *letter, *ascii;
    } letters[] = {{"å", "aa"},       {"Å", "aa"}, {"æ", "ae"},       {"Æ", "ae"},
                   {"ø", "oe"},       {"Ø", "oe"}, {"\xcc\x8a", "a"}, /* the ring by itself, after its a */
                   {"\xc2\xa0", " "},                                 /* no-break space */
                   {"\t", " "},       {",", " "}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        *size = strlen(letters[i].letter);
        if (strncmp(text, letters[i].letter, *size) == 0)
            return letters[i].ascii;
    }
    return NULL;
}

/* Folds text to lower-case ASCII, whatever the locale, and blanks to one. */
static bool fold(char folded[FOLDED_SIZE], const char *text)
{
    size_t used = 0;
    while (*text) {
        size_t size = 1;
        char letter[] = {*text, '\0'};
        const char *ascii = ascii_of(text, &size);
        if (!ascii) {
            if (*letter >= 'A' && *letter <= 'Z')
                *letter = (char)(*letter - 'A' + 'a');
            ascii = letter;
            size = 1;
        }
        text += size;
        if (*ascii == ' ' && (!used || folded[used - 1] == ' '))
            continue;
        size_t length = strlen(ascii);
        if (used + length >= FOLDED_SIZE)
            return false;
        memcpy(folded + used, ascii, length);
        used += length;
    }
    folded[used] = '\0';
    return true;
}

/* Reads the token at text; returns how many bytes it took, 0 if it is none. */
static size_t read_token(struct when_token *token, const char *text)
{
    size_t length = 0;
    memset(token, 0, sizeof *token);
    if (is_digit(*text)) {
        token->kind = WHEN_TOKEN_NUMBER;
        for (; length < NUMBER_DIGITS && is_digit(text[length]); length++)
            token->number = token->number * 10 + (text[length] - '0');
        token->digits = (int)length;
        return is_digit(text[length]) ? 0 : length;
    }
    if (is_letter(*text)) {
        token->kind = WHEN_TOKEN_WORD;
        for (; length + 1 < sizeof token->word && is_letter(text[length]); length++)
            token->word[length] = text[length];
        return is_letter(text[length]) ? 0 : length;
    }
    token->kind = WHEN_TOKEN_SIGN;
    token->sign = *text;
    return strchr("-+./:", *text) ? 1 : 0;
}

bool when_tokens(struct when_token tokens[WHEN_TOKENS], const char *text)
{
    char folded[FOLDED_SIZE];
    if (!fold(folded, text))
        return false;
    const char *at = folded;
    size_t count = 0;
    for (; *at && count + 1 < WHEN_TOKENS; count++) {
        size_t size = read_token(&tokens[count], at);
        if (!size)
            return false;
        at += size;
        at += *at == ' ';
    }
    tokens[count] = (struct when_token){.kind = WHEN_TOKEN_END};
    return !*at;
}
