/* The HTTP side: takes requests, sends replies the way the faults want it. */
#ifndef TESTS_SERVER_HTTP_H
#define TESTS_SERVER_HTTP_H

#include "tests/server/server.h"

struct http;

/* Listens as the options say. Ends the program if that is not possible. */
struct http *http_start(struct server *server);

/* Ends all connections. `stopping` of the server must be readable by then. */
void http_stop(struct http **http);

/* The base address for clients, such as http://127.0.0.1:4711/mot/greenbox. */
const char *http_url(const struct http *http);

#endif
