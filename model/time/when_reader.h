/* The tokens of a written date, and how they are taken into struct when_written. For the files of this room only. */
#ifndef MODEL_TIME_WHEN_READER_H
#define MODEL_TIME_WHEN_READER_H

#include "model/time/when_parts.h"
#include "model/time/when_tokens.h"

#include <stdbool.h>
#include <stddef.h>

/* `at` is the next token. Functions that read return whether what they are for stands there; what they have
 * taken of it then does not matter, since the text as a whole is refused. Functions that accept take nothing
 * if it does not. */
struct when_reader {
    const struct when_token *at;
    struct when_written *written;
};

bool when_is_sign(const struct when_token *token, char sign);
bool when_is_word(const struct when_token *token, const char *word);
bool when_is_number(const struct when_token *token, int least_digits, int most_digits);
bool when_accept_sign(struct when_reader *reader, char sign);
bool when_accept_any(struct when_reader *reader, const char *const words[], size_t count);
bool when_accept_number(struct when_reader *reader, int least_digits, int most_digits, int *number);

#endif
