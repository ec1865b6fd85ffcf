#include "tests/e2e/latency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/process.h"

struct latency {
    int64_t *samples; /* nanoseconds */
    size_t count, capacity;
    bool sorted;
};

struct latency *latency_new(void)
{
    return allocate(1, sizeof(struct latency));
}

void latency_free(struct latency **latency)
{
    if (!*latency)
        return;
    free((*latency)->samples);
    free(*latency);
    *latency = NULL;
}

bool latency_measure(struct latency *latency, struct terminal *terminal, const char *keys,
                     terminal_condition *condition, void *context, int limit)
{
    int64_t start = clock_now();
    terminal_keys(terminal, keys);
    if (!terminal_wait_until(terminal, condition, context, limit))
        return false;
    latency_add(latency, clock_now() - start);
    return true;
}

void latency_add(struct latency *latency, int64_t nanoseconds)
{
    if (latency->count == latency->capacity) {
        size_t capacity = latency->capacity > 0 ? latency->capacity * 2 : 256;
        int64_t *samples = allocate(capacity, sizeof(*samples));
        if (latency->count > 0)
            memcpy(samples, latency->samples, latency->count * sizeof(*samples));
        free(latency->samples);
        latency->samples = samples;
        latency->capacity = capacity;
    }
    latency->samples[latency->count++] = nanoseconds;
    latency->sorted = false;
}

size_t latency_count(const struct latency *latency)
{
    return latency->count;
}

static int compare_samples(const void *left, const void *right)
{
    const int64_t *a = left;
    const int64_t *b = right;
    return (*a > *b) - (*a < *b);
}

int64_t latency_percentile(struct latency *latency, double share)
{
    if (latency->count == 0)
        return 0;
    if (!latency->sorted)
        qsort(latency->samples, latency->count, sizeof(*latency->samples), compare_samples);
    latency->sorted = true;
    double rank = ceil(share * (double)latency->count);
    size_t at = rank < 1.0 ? 0 : (size_t)rank - 1;
    return latency->samples[at < latency->count ? at : latency->count - 1];
}

int64_t latency_maximum(struct latency *latency)
{
    return latency_percentile(latency, 1.0);
}

static double milliseconds(int64_t nanoseconds)
{
    return (double)nanoseconds / 1e6;
}

void latency_report(struct latency *latency, const char *name, FILE *file)
{
    fprintf(file, "%-32s %5zu samples  p50 %8.2f  p90 %8.2f  p99 %8.2f  max %8.2f ms\n", name, latency->count,
            milliseconds(latency_percentile(latency, 0.5)), milliseconds(latency_percentile(latency, 0.9)),
            milliseconds(latency_percentile(latency, 0.99)), milliseconds(latency_maximum(latency)));
}

long latency_peak_memory(const struct terminal *terminal)
{
    return process_status_value(terminal_process(terminal), "VmHWM");
}

long latency_memory(const struct terminal *terminal)
{
    return process_status_value(terminal_process(terminal), "VmRSS");
}
