/* The tables in which a bench prints its figures: what, how much, and beside it a budget or what the
 * figure is a part of. */
#ifndef TESTS_BENCH_TABLE_H
#define TESTS_BENCH_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "tests/e2e/latency.h"

#define TABLE_NUMBER_SIZE 32

/* Ends the table before, if there was one, and prints the title and the header of the next. */
void table_begin(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One figure. Of `unit` and `beside` either may be "". */
void table_value(const char *figure, double value, const char *unit, const char *beside);

/* The same with a budget beside it, and whether it is kept. */
void table_at_most(const char *figure, double value, const char *unit, double budget);
void table_at_least(const char *figure, double value, const char *unit, double budget);

/* The quotient of two figures, with what it is the quotient of beside it. */
void table_ratio(const char *figure, double part, double whole, const char *beside);

/* Percentiles in a unit of so many `nanoseconds`; `budget`, in that unit, is for p99. */
struct table_scale {
    const char *unit;
    double nanoseconds;
};
extern const struct table_scale table_milliseconds;
extern const struct table_scale table_microseconds;
void table_latency(const char *figure, struct latency *latency, const struct table_scale *scale,
                   double budget);

/* 1234567 as "1,234,567". Returns the buffer. */
const char *table_number(char buffer[TABLE_NUMBER_SIZE], uint64_t number);

#endif
