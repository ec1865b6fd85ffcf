#include "tests/unit/model/keep/thread_gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void wait_for_release(uv_work_t *work)
{
    uv_sem_wait(&((struct thread_gate *)work->data)->released);
}

static void do_nothing(uv_work_t *work)
{
    (void)work;
}

static void on_ended(uv_work_t *work, int status)
{
    assert_int_equal(status, 0);
    ((struct thread_gate *)work->data)->ended++;
}

static void queue(struct thread_gate *gate, size_t index, uv_work_cb work)
{
    gate->works[index].data = gate;
    assert_int_equal(uv_queue_work(gate->loop, &gate->works[index], work, on_ended), 0);
}

void thread_gate_close(struct thread_gate *gate, uv_loop_t *loop)
{
    gate->loop = loop;
    gate->ended = 0;
    assert_int_equal(uv_sem_init(&gate->released, 0), 0);
    for (size_t i = 0; i < THREAD_GATE_THREADS; i++)
        queue(gate, i, wait_for_release);
}

static void release(struct thread_gate *gate, unsigned count, unsigned until)
{
    while (count-- > 0)
        uv_sem_post(&gate->released);
    while (gate->ended < until)
        uv_run(gate->loop, UV_RUN_ONCE);
}

void thread_gate_open(struct thread_gate *gate)
{
    queue(gate, THREAD_GATE_THREADS, do_nothing);
    release(gate, 1, 2); /* one thread, which does all, and that at last */
    release(gate, THREAD_GATE_THREADS - 1, THREAD_GATE_THREADS + 1);
    uv_sem_destroy(&gate->released);
}
