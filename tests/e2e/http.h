/* The least HTTP client that can talk to a server on this machine: GET, one request per connection, no
 * dependency. */
#ifndef TESTS_E2E_HTTP_H
#define TESTS_E2E_HTTP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * GETs `path` (with its query; spaces are escaped, nothing else) from 127.0.0.1:`port`. Answers the body,
 * which the caller frees, and its `*status`; NULL, with a reason on stderr, when there was no whole answer
 * within `limit` ms.
 */
char *http_get_body(int port, const char *path, int *status, int limit);

/* An answer as it came, without the marks of chunks. */
struct http_answer {
    int status;
    char *head; /* status line and fields, as a string */
    char *body; /* and a NUL behind it */
    size_t length;
    bool is_whole; /* as long as the head says, or with its last chunk */
};

/*
 * The same by HTTP/1.1, with the fields `fields` in the request, each ended by CR LF. False when nothing came that
 * is an answer; one that was cut is. To be cleared in any case.
 */
bool http_exchange(int port, const char *path, const char *fields, struct http_answer *answer, int limit);
void http_clear(struct http_answer *answer);

#endif
