/* Time for the tests: the monotonic clock, and limits that TEST_TIME_SCALE stretches (for valgrind and slow
 * machines). */
#ifndef TESTS_E2E_CLOCK_H
#define TESTS_E2E_CLOCK_H

#include <stdint.h>

/* Nanoseconds of CLOCK_MONOTONIC. */
int64_t clock_now(void);

/* Nanoseconds of the processor that this thread has used, or that all processes that have ended and were waited for
 * have: others do not disturb them. */
int64_t clock_busy(void);
int64_t clock_busy_children(void);

/* The moment `milliseconds` (times TEST_TIME_SCALE, 1 unless set) from now. */
int64_t clock_deadline(int milliseconds);

/* Whole milliseconds until `deadline`, rounded up; 0 when it has passed. */
int clock_remaining(int64_t deadline);

#endif
