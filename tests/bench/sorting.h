/* How long it takes to sort a list by something else than the start. */
#ifndef TESTS_BENCH_SORTING_H
#define TESTS_BENCH_SORTING_H

#include <stdint.h>

struct reader;

/* By a reader with everything in memory, of an archive of so many recordings. */
void sorting_measure(struct reader *reader, uint64_t size);

#endif
