/* An archive in a folder of its own, with a reader on it, for tests that fill it themselves. Everything that
 * goes wrong fails the test. */
#ifndef TESTS_UNIT_MODEL_ARCHIVE_ARCHIVE_FIXTURE_H
#define TESTS_UNIT_MODEL_ARCHIVE_ARCHIVE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/query/reader.h"
#include "tests/unit/must.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct archive_fixture {
    unsigned random;
    char folder[256];
    char *path;
    sqlite3 *writer;
    struct reader *reader;
};

/* The random numbers follow from the seed. */
void archive_fixture_open(struct archive_fixture *fixture, unsigned seed);
void archive_fixture_close(struct archive_fixture *fixture);

unsigned archive_fixture_pick(struct archive_fixture *fixture, unsigned below);

/* Runs a statement without rows; the second form binds integers to ?1 and on. */
void archive_fixture_run(struct archive_fixture *fixture, const char *sql);
void archive_fixture_file(struct archive_fixture *fixture, const char *sql, const int64_t *values, int count);

/* The first and last seed of a test: TEST_SEED, or 1 to TEST_SEEDS, or 1 to `usual`. */
void archive_fixture_seeds(unsigned usual, unsigned *first, unsigned *last);

#endif
