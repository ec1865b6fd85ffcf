/* The least HTTP client that can talk to a server on this machine: GET, one request per connection, no
 * dependency. */
#ifndef TESTS_E2E_HTTP_H
#define TESTS_E2E_HTTP_H

/*
 * GETs `path` (with its query; spaces are escaped, nothing else) from 127.0.0.1:`port`. Answers the body,
 * which the caller frees, and its `*status`; NULL, with a reason on stderr, when there was no whole answer
 * within `limit` ms.
 */
char *http_get_body(int port, const char *path, int *status, int limit);

#endif
