/* The time that no one sets: for how long something takes, and until when it is waited for. */
#ifndef NET_BASE_MONOTONIC_H
#define NET_BASE_MONOTONIC_H

#include <stdint.h>

int64_t monotonic_ms(void); /* since some moment before the program began */

#endif
