/* How long it takes to count the calls of a list in groups. */
#ifndef TESTS_BENCH_GROUPING_H
#define TESTS_BENCH_GROUPING_H

#include "model/query/reader.h"
#include "tests/e2e/workspace.h"

#include <stdint.h>

/* All recordings, of which there are `size`, by a reader whose index is filled. */
void grouping_measure(struct reader *reader, uint64_t size);

/* As a command does it, which has nothing in memory and needs it no more, and the whole command. */
void grouping_measure_archive(struct workspace *workspace, const char *url, uint64_t size);

#endif
