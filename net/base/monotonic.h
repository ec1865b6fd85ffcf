/* The monotonic clock, for durations and deadlines. */
#ifndef NET_BASE_MONOTONIC_H
#define NET_BASE_MONOTONIC_H

#include <stdint.h>

int64_t monotonic_ms(void); /* milliseconds since an unspecified start */

#endif
