/* What the tests of net/http share: a loop, a server on loopback, and transfers that note all that happens.
 */
#ifndef TESTS_UNIT_NET_HTTP_HTTP_FIXTURE_H
#define TESTS_UNIT_NET_HTTP_HTTP_FIXTURE_H

#include "net/http/http.h"
#include "tests/unit/net/http/loopback.h"

#include <stdbool.h>
#include <stddef.h>

#define FIXTURE_SECRET "s3cret-of-the-tests"

/* One transfer. The first group is the test's to set. */
struct fetch {
    enum http_flow (*on_data)(struct fetch *fetch); /* called with what has come so far; may be NULL */
    void (*on_end)(struct fetch *fetch);            /* may be NULL */
    void *context;

    struct http_transfer *transfer;
    char *body; /* terminated */
    size_t length;
    size_t capacity;
    unsigned blocks;
    unsigned ends;
    enum http_outcome outcome;
    struct http_head head;
    struct failure failure;
};

struct fixture {
    uv_loop_t loop;
    struct loopback *server;
    struct http *http;
    char base[64]; /* of the server: what lies below it gets the secret */
    unsigned closed;
};

/* Starts a server that answers with `answer`. */
void fixture_open(struct fixture *fixture, loopback_answer *answer);

/* Opens fixture->http; `server` and `secret` are filled in. */
void fixture_connect(struct fixture *fixture, struct http_options options);

/* Closes what is open, and checks that nothing is left in the loop. */
void fixture_close(struct fixture *fixture);

/* Asks for a path below the base, or for an address with a scheme. */
void fixture_start(struct fixture *fixture, struct fetch *fetch, const char *path);
void fixture_start_urgent(struct fixture *fixture, struct fetch *fetch, const char *path);

/* Runs the loop until the transfer has ended; fails after some seconds. */
void fixture_await(struct fixture *fixture, struct fetch *fetch);

/* Starts, awaits and checks that it failed in a certain way, with `what` in the message and `advice` in the
 * advice. */
void fixture_expect_failure(struct fixture *fixture, struct fetch *fetch, const char *path,
                            enum failure_kind kind, const char *what, const char *advice);

/* Runs the loop for a while. */
void fixture_run_for(struct fixture *fixture, unsigned milliseconds);

void fetch_free(struct fetch *fetch);

#endif
