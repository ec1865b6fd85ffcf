/* What all requests share. Set up by main before the first request; its parts guard themselves. */
#ifndef TESTS_SERVER_SERVER_H
#define TESTS_SERVER_SERVER_H

#include "tests/server/callers.h"
#include "tests/server/changes.h"
#include "tests/server/faults.h"
#include "tests/server/history.h"
#include "tests/server/journal.h"
#include "tests/server/mint.h"
#include "tests/server/options.h"
#include "tests/server/people.h"
#include "tests/server/ticks.h"

struct server {
    struct options options;
    struct ticks_clock clock;
    struct people *people;
    struct callers *callers;
    struct mint *mint;
    struct history *history;
    struct changes *changes;
    struct faults *faults;
    struct journal *journal;
    int stopping; /* a descriptor that can be read from when the server ends */
};

#endif
