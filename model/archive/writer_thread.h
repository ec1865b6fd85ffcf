/* The worker thread that owns the writer. Elements of answers go in through a bounded queue, and results are
 * delivered on the loop; when the queue is full the caller stops reading from the network. All calls from the
 * loop's thread. */
#ifndef MODEL_ARCHIVE_WRITER_THREAD_H
#define MODEL_ARCHIVE_WRITER_THREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct agent_entry;
struct failure;
struct writer;
struct writer_purge;
struct writer_question;
struct writer_thread;
struct writer_agents;
struct writer_report;

struct writer_events {
    void (*filed)(void *context, const struct writer_report *report);
    void (*agents)(void *context, const struct writer_agents *agents);
    /* A write failed. All answers under way are lost since the last commit and are not reported again. */
    void (*failed)(void *context, const struct failure *failure);
    void (*drained)(void *context); /* after writer_thread_is_full returned true: there is room again */
    void (*purged)(void *context, const struct writer_purge *purge); /* one part is committed */
    void (*waiting)(void *context); /* another program has the archive locked */
    void *context;
};

/* Takes ownership of the writer. */
struct writer_thread *writer_thread_start(uv_loop_t *loop, struct writer *writer,
                                          const struct writer_events *events);

/* Writes what is queued and closes the writer; `closed` is called from the loop when the thread has ended. */
void writer_thread_stop(struct writer_thread **thread, void (*closed)(void *context), void *context);

/* Starts an answer to a question, which is copied. Returns its number, never 0. */
uint64_t writer_thread_begin(struct writer_thread *thread, const struct writer_question *question);

/* Copies one element into the current block; full blocks go to the thread. */
void writer_thread_put(struct writer_thread *thread, uint64_t answer, const char *text, size_t length);

/* Submits the current block if the thread is idle, so that rows appear without waiting for more. */
void writer_thread_flush_if_idle(struct writer_thread *thread);
bool writer_thread_is_full(struct writer_thread *thread);
void writer_thread_end(struct writer_thread *thread, uint64_t answer, bool whole);

/* Stores agents: the server's listing, requested at `listed_at` (ticks), or single agents (TIMESTAMP_NONE).
 * `replace`: all others are marked as not listed. Takes ownership of entries and array. Reported with all agents. */
void writer_thread_put_agents(struct writer_thread *thread, struct agent_entry *entries, size_t count,
                              int64_t listed_at, bool replace);
void writer_thread_spend(struct writer_thread *thread, int64_t now, int64_t cost); /* see writer_spend */
void writer_thread_forget_coverage(struct writer_thread *thread, int64_t agent);
void writer_thread_forget_seen(struct writer_thread *thread, int64_t agent);

/* Runs one part of a purge, which is copied. The agent and then the purge's state are reported, for the next part
 * to be requested. */
void writer_thread_purge(struct writer_thread *thread, const struct writer_purge *purge);

#endif
