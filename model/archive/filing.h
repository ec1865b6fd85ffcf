/* The worker thread that owns the filer: elements of answers go in by a bounded queue, what has been filed
 * comes back on the loop. When the queue is full, reading from the network waits. All calls from the loop's
 * thread. */
#ifndef MODEL_ARCHIVE_FILING_H
#define MODEL_ARCHIVE_FILING_H

#include "model/archive/filer.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct filing;

/* How an answer stands: after a commit with new rows, or (ended) at its end. */
struct filing_report {
    uint64_t answer;
    int64_t agent;
    bool ended;
    bool rows_changed;
    uint64_t rows;         /* received by this answer so far */
    struct moment reached; /* the last of them that has a time; time TIMESTAMP_NONE if none has */
    int64_t oldest;        /* start of those that are kept so far; 0: none, or they are kept for ever */
    struct filer_unread unread;
    struct answer judgement;     /* when ended */
    struct server_traits traits; /* when ended */
};

/* Agents as they are now. */
struct filing_agents {
    struct filer_agent *agents; /* the receiver takes their contents */
    size_t count;
    bool all;                    /* these are all agents there are */
    bool put;                    /* as filing_put_agents has left them */
    struct filer_merged *merged; /* when all: agents that others have been merged into; owned by this */
    size_t merged_count;
    int64_t listed_at;   /* see filer_listed_at */
    int64_t spent_up_to; /* see filer_spent_up_to */
};

struct filing_events {
    void (*filed)(void *context, const struct filing_report *report);
    void (*agents)(void *context, const struct filing_agents *agents);
    /* The archive could not be written. All answers under way are lost from the last commit on; no report of
     * their end follows. */
    void (*failed)(void *context, const struct failure *failure);
    void (*drained)(void *context); /* after filing_is_full: there is room again */
    void (*purged)(void *context, const struct filer_purge *purge); /* a part of it is filed */
    void (*waiting)(void *context); /* for another program that holds the archive */
    void *context;
};

/* Takes over the filer. */
struct filing *filing_start(uv_loop_t *loop, struct filer *filer, const struct filing_events *events);

/* Files what is queued and closes the filer; `closed` is called from the loop when the thread has ended. */
void filing_stop(struct filing **filing, void (*closed)(void *context), void *context);

/* An answer to the question (copied) begins. Returns its number, never 0. */
uint64_t filing_begin(struct filing *filing, const struct filer_question *question);

/* Puts one element into the block being gathered; full blocks go to the thread. */
void filing_put(struct filing *filing, uint64_t answer, const char *text, size_t length);

/* Hands on the block being gathered if the thread has nothing to do, so that rows appear without waiting for
 * more. */
void filing_flush_if_idle(struct filing *filing);
bool filing_is_full(struct filing *filing);
void filing_end(struct filing *filing, uint64_t answer, bool whole);

/* The server's listing of when it was asked (ticks), or single agents (TIMESTAMP_NONE). `replace`: agents
 * that are not among them lose their mark. Takes the entries and the array. Reported with all agents. */
void filing_put_agents(struct filing *filing, struct agent_entry *entries, size_t count, int64_t listed_at,
                       bool replace);
void filing_spend(struct filing *filing, int64_t now, int64_t cost); /* see filer_spend */
void filing_forget_coverage(struct filing *filing, int64_t agent);
void filing_forget_seen(struct filing *filing, int64_t agent);

/* Does a part of a purge (copied); reported, behind the agent as it is then, for the next part to be asked
 * for. */
void filing_purge(struct filing *filing, const struct filer_purge *purge);

#endif
