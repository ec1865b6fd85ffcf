/* Makes the history that the options describe; the same options give the same history. */
#ifndef TESTS_SERVER_GENERATE_H
#define TESTS_SERVER_GENERATE_H

#include "tests/server/history.h"
#include "tests/server/mint.h"
#include "tests/server/options.h"
#include "tests/server/people.h"

/* The history must be new. */
void generate_history(struct history *history, const struct options *options, const struct people *people,
                      const struct mint *mint);

#endif
