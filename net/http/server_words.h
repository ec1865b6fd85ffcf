/* What a server says in the body of an answer that is an error: a text in a field of JSON (Message, detail
 * and the like), or a short plain text. So much of it is quoted in a message as helps, and nothing that may
 * hold the secret. */
#ifndef NET_HTTP_SERVER_WORDS_H
#define NET_HTTP_SERVER_WORDS_H

#include "net/base/failure.h"

#include <stddef.h>

/* The beginning of a body. Empty when zeroed. */
struct server_words {
    char *bytes; /* owned */
    size_t length;
    size_t capacity;
};

void server_words_clear(struct server_words *words);

/* Takes a block of the body as it comes; what is beyond the bound is left out. */
void server_words_take(struct server_words *words, const char *bytes, size_t length);

/* Adds them to *failure, whose status is that of the answer, if there are any that say something of their
 * own. `secret`: the value of a header, or NULL. */
void server_words_tell(const struct server_words *words, const char *secret, struct failure *failure);

#endif
