/* Runs an errand at the server for one agent: asks, frames what arrives, shows the errand what it wants to
 * see, hands the rest on to filing, and asks again until the errand is done. */
#ifndef MODEL_FETCH_WALK_H
#define MODEL_FETCH_WALK_H

#include "model/archive/filing.h"
#include "model/fetch/errand.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"
#include "net/http/http.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct walk;

struct walk_options {
    uv_loop_t *loop;
    struct http *http;
    struct filing *filing;
    const char *base;
    unsigned number; /* below FILER_WALKS, not that of another walk under way */
    int64_t agent;
    struct agent_reference reference;
    const char *subject;       /* "the recordings of id:103", for messages; copied */
    struct errand_order order; /* what it points to is copied */
    bool accept_losses;
    int64_t kept_since; /* see struct filer_question */
    /* Exactly once, from the loop; failure kind FAILURE_NONE when the errand is done. The walk is gone after
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

/* Lets others go first: nothing more is read until it is told that it may. */
void walk_hold_back(struct walk *walk, bool held_back);

int64_t walk_agent(const struct walk *walk);
const struct errand *walk_errand(const struct walk *walk);
const struct errand_order *walk_order(const struct walk *walk); /* its pointers are not valid any more */
uint64_t walk_rows(const struct walk *walk);
uint64_t walk_bytes(const struct walk *walk);
uint64_t walk_waited_ms(const struct walk *walk);  /* for the beginning of an answer, the longest time */
uint64_t walk_reading_ms(const struct walk *walk); /* from there on, all answers together */
const struct filer_unread *walk_unread(const struct walk *walk); /* of all its answers */
struct moment walk_reached(const struct walk *walk); /* the last recording filed that has a time */

#endif
