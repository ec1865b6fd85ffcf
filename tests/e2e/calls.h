/* Calls of the demo server and the audio that it gives for them. */
#ifndef TESTS_E2E_CALLS_H
#define TESTS_E2E_CALLS_H

#include "tests/e2e/http.h"
#include "tests/e2e/server.h"

/* The number of a call with that last digit, of which its audio has its form. Valid until the next one. */
const char *calls_with(struct server *server, char digit);

/* Makes new calls of an agent, of so many seconds, and gives their lines as in `list`; the caller frees. */
char *calls_add(struct server *server, int agent, int count, int seconds);

/* The audio as the server gives it, to be cleared with http_clear. */
struct http_answer calls_audio(struct server *server, const char *id);

#endif
