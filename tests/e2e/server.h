/* The demo server as a child of the test, and the way to tell it what to do. */
#ifndef TESTS_E2E_SERVER_H
#define TESTS_E2E_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

struct server;

/* The path of the demo server: DEMO_SERVER, or where the build puts it. The caller frees it. */
char *server_program(void);

/*
 * Starts `program` (NULL: server_program) with `options`, ended by NULL (or NULL: none), and waits until it
 * tells its address. NULL, with a reason on stderr, if it does not. Stopped by server_free.
 */
struct server *server_start(const char *program, const char *const *options);
void server_free(struct server **server);

/* For the product's --url: http://127.0.0.1:PORT/mot/ACCOUNT, https:// if it serves that; then its control
 * cannot be asked. Owned by the server. */
const char *server_url(const struct server *server);
int server_port(const struct server *server);
pid_t server_process(const struct server *server);

/* Stops it as if the machine went away: the address stays, nobody listens any more. */
void server_stop(struct server *server);

/*
 * Asks a control endpoint ("fault?kind=cut&after=1000&times=1"). Answers the body, which the caller frees;
 * NULL, with a reason on stderr, if there was no answer or its status was not 2xx.
 */
char *server_control(struct server *server, const char *request);

/* The same where only its success matters. */
bool server_tell(struct server *server, const char *request);

/* How many lines of the answer to a control endpoint hold `text` (requests, list); -1 if it failed. */
int server_count(struct server *server, const char *request, const char *text);

#endif
