/* Whether the archive holds what the server has, and what the server was asked for. */
#ifndef TESTS_E2E_TRUTH_H
#define TESTS_E2E_TRUTH_H

#include "tests/e2e/tapedeck.h"

/* Fails the test unless the archive, read without the server, has exactly the recordings of agent `agent`
 * that the server has: ids, file names and times. Answers how many they are. */
size_t truth_expect_same(struct fixture *fixture, const char *agent);

/* The same for what a list as JSON lines has written: exactly those that started from `since` on and before
 * `until`, in the server's form of times; NULL: any. */
size_t truth_expect_listed(struct fixture *fixture, const struct command *command, const char *agent,
                           const char *since, const char *until);

/* The number of the last request that the server has had, for the two below; 0 if there was none. */
long truth_last_request(struct server *server);

/* Requests for recordings, and complete recordings sent for them, behind request number `after`. Those that
 * still run count with what has been sent. */
long truth_requests(struct server *server, long after);
long truth_sent(struct server *server, long after);

#endif
