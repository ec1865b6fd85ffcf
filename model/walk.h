/* Walks forward through one agent's recordings on the server: asks, frames, hands on to filing, and asks
 * again from where the answer ended, until there is nothing more. */
#ifndef MODEL_WALK_H
#define MODEL_WALK_H

#include "model/agent.h"
#include "model/filing.h"
#include "net/failure.h"
#include "net/http.h"

#include <stdbool.h>
#include <stdint.h>

struct walk;

struct walk_options {
    struct http *http;
    struct filing *filing;
    const char *base;
    int64_t agent;
    struct agent_reference reference;
    const char *subject; /* "the recordings of id:103", for messages; copied */
    int64_t from;        /* where to begin */
    bool accept_losses;
    /* Exactly once, from the loop; failure kind FAILURE_NONE when the end was reached. The walk is gone after
     * it. */
    void (*ended)(void *context, struct walk *walk, const struct failure *failure);
    void *context;
};

struct walk *walk_start(const struct walk_options *options);

/* Ends it without a callback; what has arrived is filed. */
void walk_cancel(struct walk **walk);

/* A report of filing about an answer; returns false when it is not this walk's. May end the walk. */
bool walk_take_report(struct walk *walk, const struct filing_report *report);

/* Filing lost everything since its last commit: ends the walk with that failure. */
void walk_fail(struct walk *walk, const struct failure *failure);
void walk_resume(struct walk *walk); /* filing has room again */

int64_t walk_agent(const struct walk *walk);
uint64_t walk_rows(const struct walk *walk);
uint64_t walk_bytes(const struct walk *walk);
uint64_t walk_unreadable(const struct walk *walk);
int64_t walk_reached(const struct walk *walk);

#endif
