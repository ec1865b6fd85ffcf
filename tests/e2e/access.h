/* The access log, for tests: something is done, its lines are read. */
#ifndef TESTS_E2E_ACCESS_H
#define TESTS_E2E_ACCESS_H

#include "tests/e2e/tapedeck.h"

#define ACCESS_HISTORY "--agents 3 --recordings 60 --seed 5 --until 2026-03-02"
#define ACCESS_NUMBER "83123"

/* Serves that history, searches for the number on the screen and opens a call: two lines. */
void access_browse(struct fixture *fixture);

/* The only file of the log, and its name below the workspace; the caller frees. NULL if there is none. */
char *access_read(struct fixture *fixture, char name[64]);

/* A line has both: the first one that has `start`. */
void access_expect_line(const char *log, const char *start, const char *rest);

/* What `log verify` prints, with an argument or NULL. Valid until the next command. */
const char *access_verify(struct fixture *fixture, const char *argument, const char *value);

#endif
