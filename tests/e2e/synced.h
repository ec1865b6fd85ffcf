/* An archive that holds the whole of a small history, seen without its server: 3,000 recordings of five
 * agents in five years. */
#ifndef TESTS_E2E_SYNCED_H
#define TESTS_E2E_SYNCED_H

#include "tests/e2e/tapedeck.h"

/* Options of the demo server. +45 76 31 85 21 called nine times, five agents; once he was put through. */
#define SYNCED_HISTORY "--agents 5 --recordings 3000 --seed 7 --until 2026-05-04"

/* Fills the archive and opens the screen with --offline, the list of all agents in focus. */
struct terminal *synced_open(struct fixture *fixture, int rows, int columns);

#endif
