/* How long it takes to find by words, however they are written, and what is noted, heard or new. */
#ifndef TESTS_BENCH_FILTER_SEARCH_H
#define TESTS_BENCH_FILTER_SEARCH_H

#include "model/query/reader.h"

#include <stdint.h>

/* Notes much of an archive of `size` recordings, and types filters for it, key by key, to a reader whose index is filled.
 * `budget`: milliseconds of each key at p99. */
void filter_search_measure(struct reader *reader, const char *archive, uint64_t size, double budget);

#endif
