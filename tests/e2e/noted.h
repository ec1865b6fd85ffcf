/* A small archive in the workspace of a fixture, and what is noted in it on a screen. */
#ifndef TESTS_E2E_NOTED_H
#define TESTS_E2E_NOTED_H

#include "tests/e2e/tapedeck.h"

/* For fixture_serve: forty recordings of agent 101. */
#define NOTED_HISTORY "--agents 1 --recordings 40 --seed 5 --until 2024-05-17"

/* The archive's path, with such an ending. Valid until the next call. */
const char *noted_archive(struct fixture *fixture, const char *ending);

/* The screen of the archive, which is synced, with the newest recording selected; or as it is. */
struct terminal *noted_open(struct fixture *fixture);
struct terminal *noted_open_again(struct fixture *fixture);
void noted_close(struct terminal *terminal);

/* Marks the selected recording, gives it two tags and a note. */
void noted_all(struct terminal *terminal);

#endif
