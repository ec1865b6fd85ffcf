/* Whether the data that a bench has seen are right. A figure may be bad; data that are wrong fail the bench.
 */
#ifndef TESTS_BENCH_VERDICT_H
#define TESTS_BENCH_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

/* Complains and remembers it unless the two are equal. */
void verdict_equal(const char *what, uint64_t expected, uint64_t found);

/* The same for anything else that has to hold; a condition that did not come true in time, say. */
void verdict_holds(const char *what, bool holds);

/* 0 if nothing was wrong, else 1: the exit status. */
int verdict_status(void);

#endif
