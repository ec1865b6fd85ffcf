/* The worker's queue: when it is full whoever reads from the network waits, and is told when there is room.
 */
#include "model/archive/database.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_report.h"
#include "model/archive/writer_thread.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WAIT_LIMIT = 10000 /* ms */, MOST_ELEMENTS = 100000 };

struct world {
    uv_loop_t loop;
    uv_timer_t limit;
    char folder[256];
    char *path;
    sqlite3 *holder; /* another program that can keep the worker from writing */
    struct writer_thread *writer_thread;
    int64_t agent;
    unsigned drained;
    bool ended;
    bool closed;
};

static void on_filed(void *context, const struct writer_report *report)
{
    struct world *world = context;
    world->ended = world->ended || report->ended;
}

static void on_agents(void *context, const struct writer_agents *agents)
{
    (void)context;
    for (size_t i = 0; i < agents->count; i++)
        archive_agent_clear(&agents->agents[i]);
}

static void on_failed(void *context, const struct failure *failure)
{
    (void)context;
    must(false, failure);
}

static void on_drained(void *context)
{
    ((struct world *)context)->drained++;
}

static void on_waiting(void *context)
{
    (void)context;
}

static void on_purged(void *context, const struct writer_purge *purge)
{
    (void)context;
    (void)purge;
}

static void on_closed(void *context)
{
    ((struct world *)context)->closed = true;
}

static void on_limit(uv_timer_t *timer)
{
    (void)timer;
    fail_msg("waited for %d ms in vain", WAIT_LIMIT);
}

static void world_open(struct world *world)
{
    struct failure failure;
    const char *temporary = getenv("TMPDIR");
    *world = (struct world){.agent = 0};
    snprintf(world->folder, sizeof world->folder, "%s/tapedeck-writer-XXXXXX",
             temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(world->folder));
    world->path = memory_format("%s/archive.db", world->folder);
    struct writer *writer = filed_writer(world->path, 0);
    world->agent = filed_add_agent(writer, "id:103", "Ida Holm");
    world->holder = database_open(world->path, DATABASE_WRITE, &failure);
    must(world->holder != NULL, &failure);
    assert_int_equal(uv_loop_init(&world->loop), 0);
    const struct writer_events events = {on_filed,  on_agents,  on_failed, on_drained,
                                         on_purged, on_waiting, world};
    world->writer_thread = writer_thread_start(&world->loop, writer, &events);
    uv_timer_init(&world->loop, &world->limit);
    uv_timer_start(&world->limit, on_limit, WAIT_LIMIT, 0);
}

static void world_close(struct world *world)
{
    writer_thread_stop(&world->writer_thread, on_closed, world);
    uv_close((uv_handle_t *)&world->limit, NULL);
    uv_run(&world->loop, UV_RUN_DEFAULT);
    assert_true(world->closed);
    assert_int_equal(uv_loop_close(&world->loop), 0);
    database_close(&world->holder);
    assert_int_equal(unlink(world->path), 0);
    assert_int_equal(rmdir(world->folder), 0);
    free(world->path);
}

static void execute(struct world *world, const char *sql)
{
    struct failure failure;
    must(database_execute(world->holder, sql, &failure), &failure);
}

/* Puts elements until the queue is full, which it becomes as the worker cannot write. */
static void fill(struct world *world, uint64_t answer)
{
    char element[700];
    unsigned count = 0;
    while (!writer_thread_is_full(world->writer_thread)) {
        assert_true(++count < MOST_ELEMENTS);
        int length =
            snprintf(element, sizeof element, "{\"QueueCallId\":%u,\"QueueName\":\"%0500u\"}", count, 1U);
        writer_thread_put(world->writer_thread, answer, element, (size_t)length);
    }
}

/* One transfer has found the queue full and waits. Another one that asks later and finds room must not make
 * the first be forgotten. */
static void room_is_told_whoever_asked_meanwhile(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    execute(&world, "BEGIN IMMEDIATE");
    const struct writer_question asked = {.agent = world.agent, .asked_at = timestamp_now(), .first = true};
    uint64_t answer = writer_thread_begin(world.writer_thread, &asked);
    fill(&world, answer);
    execute(&world, "ROLLBACK");
    for (int waited = 0; writer_thread_is_full(world.writer_thread); waited++) {
        assert_true(waited < WAIT_LIMIT);
        poll(NULL, 0, 1); /* the loop stands still, as in a callback: nobody is told yet */
    }
    assert_int_equal(world.drained, 0);
    while (world.drained == 0)
        uv_run(&world.loop, UV_RUN_ONCE);
    assert_int_equal(world.drained, 1);
    writer_thread_end(world.writer_thread, answer, true);
    while (!world.ended)
        uv_run(&world.loop, UV_RUN_ONCE);
    assert_int_equal(world.drained, 1);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(room_is_told_whoever_asked_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
