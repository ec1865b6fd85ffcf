/* Calls of the demo server that are played, with or without a sound device, and what the screen says of it. */
#ifndef TESTS_E2E_HEARING_H
#define TESTS_E2E_HEARING_H

#include "tests/e2e/tapedeck.h"

#include <stdbool.h>

/* Options of the demo server: one agent, whose calls are added. */
#define HEARING_TALK "--agents 1 --recordings 0 --until 2024-05-17"
#define HEARING_TONES HEARING_TALK " --audio tones"

enum hearing_player {
    HEARING_SOUND,  /* mpv, with a device that takes sound at its pace */
    HEARING_DEAF,   /* mpv, with an output that goes nowhere */
    HEARING_DEVICE, /* mpv, without a device */
    HEARING_NONE,   /* no mpv */
    HEARING_WRITTEN /* mpv, which writes what sounds to a file, as fast as it can; see sounded.h */
};

/* For programs that are started from here on. */
void hearing_use(struct fixture *fixture, enum hearing_player player);

/* A new call of that length, which ends now: the first of the list if none that is shorter was added. The last
 * digit of its id says how it is encoded. Its id. */
long hearing_add(struct fixture *fixture, int seconds, int digit);

/* Opens the screen and waits until it shows the call of that length, "0:01:00", which is selected. */
struct terminal *hearing_open(struct fixture *fixture, int rows, int columns, const char *length);

/* The clock of the deck in seconds; -1 if it is not on the screen. */
int hearing_position(struct terminal *terminal);

/* Waits until it is that, or more; context of hearing_is_beyond is the second. */
void hearing_expect_position(struct terminal *terminal, int second);
terminal_condition hearing_is_beyond;

#endif
