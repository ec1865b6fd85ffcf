/* The worker thread that owns the writer: elements of answers go in by a bounded queue, what has been filed
 * comes back on the loop. When the queue is full, reading from the network waits. All calls from the loop's
 * thread. */
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
    /* The archive could not be written. All answers under way are lost from the last commit on; no report of
     * their end follows. */
    void (*failed)(void *context, const struct failure *failure);
    void (*drained)(void *context); /* after writer_thread_is_full: there is room again */
    void (*purged)(void *context, const struct writer_purge *purge); /* a part of it is filed */
    void (*waiting)(void *context); /* for another program that holds the archive */
    void *context;
};

/* Takes over the writer. */
struct writer_thread *writer_thread_start(uv_loop_t *loop, struct writer *writer,
                                          const struct writer_events *events);

/* Files what is queued and closes the writer; `closed` is called from the loop when the thread has ended. */
void writer_thread_stop(struct writer_thread **thread, void (*closed)(void *context), void *context);

/* An answer to the question (copied) begins. Returns its number, never 0. */
uint64_t writer_thread_begin(struct writer_thread *thread, const struct writer_question *question);

/* Puts one element into the block being gathered; full blocks go to the thread. */
void writer_thread_put(struct writer_thread *thread, uint64_t answer, const char *text, size_t length);

/* Hands on the block being gathered if the thread has nothing to do, so that rows appear without waiting for
 * more. */
void writer_thread_flush_if_idle(struct writer_thread *thread);
bool writer_thread_is_full(struct writer_thread *thread);
void writer_thread_end(struct writer_thread *thread, uint64_t answer, bool whole);

/* The server's listing of when it was asked (ticks), or single agents (TIMESTAMP_NONE). `replace`: agents
 * that are not among them lose their mark. Takes the entries and the array. Reported with all agents. */
void writer_thread_put_agents(struct writer_thread *thread, struct agent_entry *entries, size_t count,
                              int64_t listed_at, bool replace);
void writer_thread_spend(struct writer_thread *thread, int64_t now, int64_t cost); /* see writer_spend */
void writer_thread_forget_coverage(struct writer_thread *thread, int64_t agent);
void writer_thread_forget_seen(struct writer_thread *thread, int64_t agent);

/* Does a part of a purge (copied); reported, behind the agent as it is then, for the next part to be asked
 * for. */
void writer_thread_purge(struct writer_thread *thread, const struct writer_purge *purge);

#endif
