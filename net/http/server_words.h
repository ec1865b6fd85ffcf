/* The server's own words in the body of an error response: the text of a JSON field (Message, detail and the like)
 * or a short plain text. Quoted in messages, shortened, and never if it may contain the secret. */
#ifndef NET_HTTP_SERVER_WORDS_H
#define NET_HTTP_SERVER_WORDS_H

#include "net/base/failure.h"

#include <stddef.h>

/* The start of a body; empty when zeroed. */
struct server_words {
    char *bytes; /* owned */
    size_t length;
    size_t capacity;
};

void server_words_clear(struct server_words *words);

/* Appends a block of the body; bytes beyond the limit are ignored. */
void server_words_take(struct server_words *words, const char *bytes, size_t length);

/* Appends the text, if it says anything beyond the status, to *failure, whose status is already set. `secret` is
 * the header value or NULL. */
void server_words_tell(const struct server_words *words, const char *secret, struct failure *failure);

#endif
