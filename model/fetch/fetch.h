/* Runs a job at the server for one agent: asks, frames what arrives, shows the job what it wants to
 * see, hands the rest on to the writer, and asks again until the job is done. */
#ifndef MODEL_FETCH_FETCH_H
#define MODEL_FETCH_FETCH_H

#include "model/archive/writer_data.h"
#include "model/archive/writer_report.h"
#include "model/coverage/chronology.h"
#include "model/fetch/fetch_job.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"
#include "net/http/http.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct fetch;

struct fetch_options {
    uv_loop_t *loop;
    struct http *http;
    struct writer_thread *writer_thread;
    const char *base;
    unsigned number; /* below WRITER_FETCHES, not that of another fetch under way */
    int64_t agent;
    struct agent_reference reference;
    const char *subject;         /* "the recordings of id:103", for messages; copied */
    struct fetch_job_spec order; /* what it points to is copied */
    bool accept_losses;
    int64_t kept_since; /* see struct writer_question */
    /* Exactly once, from the loop; failure kind FAILURE_NONE when the job is done. The fetch is gone after
     * it. */
    void (*ended)(void *context, struct fetch *fetch, const struct failure *failure);
    void *context;
};

struct fetch *fetch_start(const struct fetch_options *options);

/* Ends it without a callback; what has arrived is filed. */
void fetch_cancel(struct fetch **fetch);

/* A report of the writer about an answer; returns false when it is not this fetch's. May end the fetch. */
bool fetch_take_report(struct fetch *fetch, const struct writer_report *report);

/* The writer lost everything since its last commit: ends the fetch with that failure. */
void fetch_fail(struct fetch *fetch, const struct failure *failure);
void fetch_resume(struct fetch *fetch); /* the writer has room again */

/* Lets others go first: nothing more is read until it is told that it may. */
void fetch_hold_back(struct fetch *fetch, bool held_back);

int64_t fetch_agent(const struct fetch *fetch);
const struct fetch_job *fetch_current_job(const struct fetch *fetch);
const struct fetch_job_spec *fetch_spec(const struct fetch *fetch); /* its pointers are not valid any more */
uint64_t fetch_rows(const struct fetch *fetch);
uint64_t fetch_bytes(const struct fetch *fetch);
uint64_t fetch_waited_ms(const struct fetch *fetch);  /* for the beginning of an answer, the longest time */
uint64_t fetch_reading_ms(const struct fetch *fetch); /* from there on, all answers together */
const struct writer_unread *fetch_unread(const struct fetch *fetch); /* of all its answers */
struct moment fetch_reached(const struct fetch *fetch); /* the last recording filed that has a time */

#endif
