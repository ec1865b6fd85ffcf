/* How long a key takes to show: samples, their percentiles, and a line that reports them. */
#ifndef TESTS_E2E_LATENCY_H
#define TESTS_E2E_LATENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/e2e/terminal.h"

struct latency;

struct latency *latency_new(void);
void latency_free(struct latency **latency);

/*
 * Sends `keys` (as terminal_keys does) and adds the time until `condition` holds, read off the output with no
 * delay of its own. False, and nothing is added, when it did not hold within `limit` ms. The condition should
 * not hold before.
 */
bool latency_measure(struct latency *latency, struct terminal *terminal, const char *keys,
                     terminal_condition *condition, void *context, int limit);

/* Adds a sample measured elsewhere. */
void latency_add(struct latency *latency, int64_t nanoseconds);

size_t latency_count(const struct latency *latency);

/* The least sample, in nanoseconds, that `share` (0 to 1) of all samples do not exceed; 0 if there are none.
 */
int64_t latency_percentile(struct latency *latency, double share);
int64_t latency_maximum(struct latency *latency);

/* One line: the name, the number of samples, p50, p90, p99 and the maximum in milliseconds. */
void latency_report(struct latency *latency, const char *name, FILE *file);

/* The peak (VmHWM) and the present resident memory of the program in a terminal, in KiB; -1 if it has ended.
 */
long latency_peak_memory(const struct terminal *terminal);
long latency_memory(const struct terminal *terminal);

#endif
