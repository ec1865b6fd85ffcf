/* The limits that fetching is measured against: the same answer over the product's HTTP client and nothing
 * else, and the same bytes framed and decoded and nothing else. */
#ifndef TESTS_BENCH_DOWNLOAD_H
#define TESTS_BENCH_DOWNLOAD_H

#include <stdint.h>

#include "tests/bench/origin.h"
#include "tests/e2e/buffer.h"

/* Gets all recordings of the agent and drops them or, unless `answer` is NULL, keeps them there. Returns the
 * nanoseconds that it took, 0 if it failed; *bytes is the length of the answer. */
int64_t download_answer(const struct server *server, struct buffer *answer, uint64_t *bytes);

/* Frames the answer, in pieces as they come from a network, and decodes each of its elements. Returns the
 * nanoseconds that it took; *rows is how many could be decoded. */
int64_t download_decode(const struct buffer *answer, uint64_t *rows);

#endif
