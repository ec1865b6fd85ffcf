#include "tests/e2e/clock.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { NANOSECONDS_PER_MILLISECOND = 1000000 };

int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_busy(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_busy_children(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000 +
           (int64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
}

static double time_scale(void)
{
    const char *text = getenv("TEST_TIME_SCALE");
    if (!text)
        return 1.0;
    char *end = NULL;
    double scale = strtod(text, &end);
    if (end == text || scale < 0.01 || scale > 1000.0)
        return 1.0;
    return scale;
}

int64_t clock_deadline(int milliseconds)
{
    return clock_now() + (int64_t)((double)milliseconds * time_scale() * NANOSECONDS_PER_MILLISECOND);
}

int clock_remaining(int64_t deadline)
{
    int64_t left = deadline - clock_now();
    if (left <= 0)
        return 0;
    left = (left + NANOSECONDS_PER_MILLISECOND - 1) / NANOSECONDS_PER_MILLISECOND;
    return left > INT_MAX ? INT_MAX : (int)left;
}
