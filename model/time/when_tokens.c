#include "model/time/when_tokens.h"

#include "net/base/letter_case.h"
#include "net/base/unicode.h"

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

/* What stands for a character in ASCII; NULL if nothing does. */
static const char *ascii_of(uint32_t character)
{
    static const struct {
        uint32_t character;
        const char *ascii;
    } letters[] = {{0xe5, "aa"}, {0xe6, "ae"}, {0xf8, "oe"}, {',', " "}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].character == character)
            return letters[i].ascii;
    }
    return unicode_is_blank(character) ? " " : unicode_is_dash(character) ? "-" : NULL;
}

/* Folds text to lower-case ASCII, whatever the locale, and blanks to one. False if it has other characters.
 */
static bool fold(char folded[FOLDED_SIZE], const char *text)
{
    size_t used = 0;
    for (size_t left = strlen(text); left;) {
        uint32_t character;
        size_t size = letter_case_read(text, left, &character);
        const char letter[] = {character < 0x80 ? (char)character : '\0', '\0'};
        text += size;
        left -= size;
        if (is_digit(letter[0]) || is_letter(letter[0])) { /* most are */
            if (used + 1 >= FOLDED_SIZE)
                return false;
            folded[used++] = letter[0];
            continue;
        }
        const char *ascii = ascii_of(character);
        ascii = ascii ? ascii : letter;
        if (*ascii == ' ' && (!used || folded[used - 1] == ' '))
            continue;
        size_t length = strlen(ascii);
        if (!length || used + length >= FOLDED_SIZE)
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
    struct when_token any;
    const char *at = folded;
    size_t count = 0;
    for (; *at && (!tokens || count + WHEN_ENDS < WHEN_TOKENS); count++) {
        size_t size = read_token(tokens ? &tokens[count] : &any, at);
        if (!size)
            return false;
        at += size;
        at += *at == ' ';
    }
    for (; tokens && count < WHEN_TOKENS; count++)
        tokens[count] = (struct when_token){.kind = WHEN_TOKEN_END};
    return !*at;
}
