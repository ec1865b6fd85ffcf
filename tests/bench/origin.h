/* Where the recordings of a bench come from: a demo server with a history made to size, what it holds, and
 * what it has sent. */
#ifndef TESTS_BENCH_ORIGIN_H
#define TESTS_BENCH_ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#include "tests/e2e/server.h"

/* The agent whose recordings are fetched. */
#define ORIGIN_AGENT "101"
#define ORIGIN_REFERENCE "id:" ORIGIN_AGENT

/* Where a history ends that has to be the same on every day. */
#define ORIGIN_END "2024-05-17"

/* Starts a server with these options (blanks between) and the tests' secret. Ends the program if it cannot.
 * Stopped by server_free. */
struct server *origin_serve(const char *options);

/* How many recordings the server has of the agent. */
uint64_t origin_count(struct server *server);

/* Two QueueCallIds of the agent. Ids are given when calls arrive, so the two differ: who waited longer was
 * answered later. */
struct origin_ends {
    int64_t newest;  /* of the call that started last, which the list shows first */
    int64_t highest; /* the greatest */
};
struct origin_ends origin_ends(struct server *server);

/* What was asked for and sent since the last origin_forget, of lists of recordings only. */
struct origin_traffic {
    unsigned requests;
    uint64_t rows;
    uint64_t bytes; /* of bodies, as handed to the system */
};
struct origin_traffic origin_traffic(struct server *server);

/* The same up to the last request that asked from `id` or above: what came after it was the history behind.
 */
struct origin_traffic origin_traffic_until(struct server *server, int64_t id);

void origin_forget(struct server *server);

/* The sizes of histories given on the command line, at most `most` of them; where there are none, *sizes
 * stays as it is. Returns how many there are. Below ORIGIN_TRIAL it is a trial: whether the bench works, and the data
 * are right. Its figures are worth nothing. */
#define ORIGIN_TRIAL 100000
size_t origin_sizes(int count, char *const *arguments, uint64_t *sizes, size_t given, size_t most);

/* How often something is measured: that often, in a trial a tenth of it, but at least once. */
int origin_rounds(int rounds);

#endif
