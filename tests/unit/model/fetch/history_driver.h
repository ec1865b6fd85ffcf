/* Fetches from the model of the server as the program does: a plan for each agent, its jobs, their
 * questions one after the other, with faults and kills at random. */
#ifndef TESTS_UNIT_MODEL_FETCH_HISTORY_DRIVER_H
#define TESTS_UNIT_MODEL_FETCH_HISTORY_DRIVER_H

#include "model/coverage/chronology.h"
#include "model/fetch/plan.h"
#include "tests/unit/model/fetch/history_archive.h"
#include "tests/unit/model/fetch/history_server.h"

struct history_driver {
    struct history_server server;
    struct history_archive archive;
    struct plan plans[HISTORY_AGENTS];
    bool anew[HISTORY_AGENTS]; /* losses are accepted */
    struct chronology chronology;
    double spacing;
    uint64_t page;
    uint64_t stretch;
    bool looks;     /* again at what is there */
    int64_t opened; /* the program */
    bool is_calm;   /* no faults, no kills, nothing changes at the server */
    bool loses;     /* a proxy empties answers, never two in a row */
};

void history_driver_begin(struct history_driver *driver, uint64_t seed);
void history_driver_end(struct history_driver *driver);

/* Fetches what is wanted until nothing is, or until a fault. */
void history_fetch(struct history_driver *driver);

/* Wants a period of an agent's, see plan_want_period. */
void history_want_period(struct history_driver *driver, unsigned agent, int64_t begin, int64_t end);

/* All of it is to be seen again. */
void history_verify(struct history_driver *driver, unsigned agent);

void history_fetch_anew(struct history_driver *driver, unsigned agent);
void history_kill(struct history_driver *driver);

#endif
