/* Runs one fetch job of an agent: sends its requests, frames the responses, gives samples to the job, the rest to
 * the writer, and repeats until the job is done. All calls and callbacks on the loop's thread. */
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
    const char *subject;         /* for messages: "the recordings of id:103"; copied */
    struct fetch_job_spec order; /* copied with what it points to */
    bool accept_losses;
    int64_t kept_since; /* see struct writer_question */
    /* Called once from the loop, with failure kind FAILURE_NONE when the job is done. The fetch is freed
     * afterwards. */
    void (*ended)(void *context, struct fetch *fetch, const struct failure *failure);
    void *context;
};

struct fetch *fetch_start(const struct fetch_options *options);

/* Cancels without a callback; what has arrived is written. */
void fetch_cancel(struct fetch **fetch);

/* Passes on a writer report; false if it belongs to another fetch. May end the fetch. */
bool fetch_take_report(struct fetch *fetch, const struct writer_report *report);

/* The writer has lost everything since its last commit: ends the fetch with that failure. */
void fetch_fail(struct fetch *fetch, const struct failure *failure);
void fetch_resume(struct fetch *fetch); /* the writer's queue has room again */

/* Pauses or resumes reading, to give others priority. */
void fetch_hold_back(struct fetch *fetch, bool held_back);

int64_t fetch_agent(const struct fetch *fetch);
const struct fetch_job *fetch_current_job(const struct fetch *fetch);
const struct fetch_job_spec *fetch_spec(const struct fetch *fetch); /* its pointers are invalid */
uint64_t fetch_rows(const struct fetch *fetch);
uint64_t fetch_bytes(const struct fetch *fetch);
uint64_t fetch_waited_ms(const struct fetch *fetch);  /* longest time until the first byte of a response */
uint64_t fetch_reading_ms(const struct fetch *fetch); /* time spent receiving, all responses */
const struct writer_unread *fetch_unread(const struct fetch *fetch); /* totals of all its responses */
struct moment fetch_reached(const struct fetch *fetch); /* the last recording written that has a start */

#endif
