/* A small HTTP server on loopback for unit tests: what it answers is up to the test. Each connection has a
 * thread of its own. */
#ifndef TESTS_UNIT_NET_HTTP_LOOPBACK_H
#define TESTS_UNIT_NET_HTTP_LOOPBACK_H

#include <stdbool.h>
#include <stddef.h>

struct loopback;

/* One connection, for the answering function only. */
struct loopback_client;

/* Answers one request; `request` is all of its head. Returns whether the connection stays open. Called on
 * the connection's thread. */
typedef bool loopback_answer(struct loopback_client *client, const char *request);

struct loopback *loopback_new(loopback_answer *answer);
void loopback_free(struct loopback **server);
int loopback_port(const struct loopback *server);

/* Since loopback_new. */
unsigned loopback_connections(struct loopback *server);
unsigned loopback_requests(struct loopback *server);
unsigned loopback_most_at_once(struct loopback *server); /* requests whose answer had not begun */

/* Does the head of any request so far contain the text? */
bool loopback_saw(struct loopback *server, const char *text);

/* For the answering function. Sending returns false when the other side is gone. */
bool loopback_send(struct loopback_client *client, const char *bytes, size_t length);
bool loopback_send_text(struct loopback_client *client, const char *text);

/* Waits; at once over when the server is freed. */
void loopback_wait(struct loopback_client *client, unsigned milliseconds);

/* Breaks the connection with a reset. */
void loopback_reset(struct loopback_client *client);

#endif
