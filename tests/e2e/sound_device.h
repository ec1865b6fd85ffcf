/* Whether the programs that a test starts find something to play sound on: nobody hears it. */
#ifndef TESTS_E2E_SOUND_DEVICE_H
#define TESTS_E2E_SOUND_DEVICE_H

#include <stdbool.h>
#include <sys/types.h>

#include "tests/e2e/environment.h"

/* With a device that takes as long as a real one, or without any, whatever the machine has. */
void sound_device_set(struct environment *environment, bool is_there);

/* The mpv that is a child of that process; 0 if there is none. */
pid_t sound_device_player(pid_t parent);

/* Whether an mpv has ended, though nobody may have waited for it. */
bool sound_device_player_ended(pid_t player);

#endif
