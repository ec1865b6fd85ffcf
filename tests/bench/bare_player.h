/* The yardstick of playing: mpv, started on a file. */
#ifndef TESTS_BENCH_BARE_PLAYER_H
#define TESTS_BENCH_BARE_PLAYER_H

#include <stdint.h>

/* Nanoseconds from its start until it plays; 0 if it never does. */
int64_t bare_player_start(const char *path, char *const *environment);

#endif
