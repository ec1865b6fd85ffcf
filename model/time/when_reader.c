#include "model/time/when_reader.h"

#include <string.h>

bool when_is_sign(const struct when_token *token, char sign)
{
    return token->kind == WHEN_TOKEN_SIGN && token->sign == sign;
}

bool when_is_word(const struct when_token *token, const char *word)
{
    return token->kind == WHEN_TOKEN_WORD && strcmp(token->word, word) == 0;
}

bool when_is_number(const struct when_token *token, int least_digits, int most_digits)
{
    return token->kind == WHEN_TOKEN_NUMBER && token->digits >= least_digits && token->digits <= most_digits;
}

bool when_accept_sign(struct when_reader *reader, char sign)
{
    bool found = when_is_sign(reader->at, sign);
    reader->at += found;
    return found;
}

bool when_accept_any(struct when_reader *reader, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (when_is_word(reader->at, words[i])) {
            reader->at++;
            return true;
        }
    }
    return false;
}

bool when_accept_number(struct when_reader *reader, int least_digits, int most_digits, int *number)
{
    if (!when_is_number(reader->at, least_digits, most_digits))
        return false;
    *number = reader->at->number;
    reader->at++;
    return true;
}
