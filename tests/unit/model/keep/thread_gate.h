/* Keeps the threads beside a loop busy, so that what is queued for them waits until a test lets it go on. */
#ifndef TESTS_UNIT_MODEL_KEEP_THREAD_GATE_H
#define TESTS_UNIT_MODEL_KEEP_THREAD_GATE_H

#include <uv.h>

enum { THREAD_GATE_THREADS = 4 }; /* of libuv, unless UV_THREADPOOL_SIZE says otherwise */

struct thread_gate {
    uv_loop_t *loop;
    uv_sem_t released;
    unsigned ended;
    uv_work_t works[THREAD_GATE_THREADS + 1];
};

void thread_gate_close(struct thread_gate *gate, uv_loop_t *loop);

/* Runs the loop until all that has been queued since is done, in its order, and the threads are free. */
void thread_gate_open(struct thread_gate *gate);

#endif
