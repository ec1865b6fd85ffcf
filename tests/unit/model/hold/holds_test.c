/* What is on hold, on the loop: closing it does and tells all that was asked for. */
#include "model/hold/hold_files.h"
#include "model/hold/holds.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/keep/kept_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static struct kept_folder root;
static char folder[100];
static uv_loop_t loop;
static struct recording recording;
static unsigned ended, failures, changes, unwritten;
static bool is_closed;

static void on_changed(void *context)
{
    (void)context;
    changes++;
}

static void on_gone(void *context, const struct hold *hold)
{
    (void)context;
    fail_msg("call %d", (int)hold->recording->queue_call_id);
}

static void on_put(void *context, const struct hold *hold, bool is_written)
{
    (void)context;
    assert_int_equal(hold->recording->queue_call_id, recording.queue_call_id);
    unwritten += !is_written;
}

static void on_ended(void *context, const struct hold *hold, bool is_released)
{
    (void)context;
    assert_false(is_closed);
    assert_true(is_released);
    assert_int_equal(hold->recording->queue_call_id, 47610);
    ended++;
}

static void on_leaving(void *context, const struct hold *hold)
{
    on_gone(context, hold);
}

static void on_failed(void *context, const struct failure *failure)
{
    (void)context;
    assert_false(is_closed);
    assert_int_equal(failure->kind, FAILURE_DISK);
    failures++;
}

static void on_closed(void *context)
{
    (void)context;
    is_closed = true;
}

static int set_up(void **state)
{
    (void)state;
    kept_folder_make(&root);
    snprintf(folder, sizeof folder, "%s/a.db.held", root.root);
    recording = recording_unknown;
    recording.queue_call_id = 47610;
    ended = failures = changes = unwritten = 0;
    is_closed = false;
    return uv_loop_init(&loop);
}

static int tear_down(void **state)
{
    (void)state;
    kept_folder_remove(&root);
    return uv_loop_close(&loop);
}

static struct hold of_recording(void)
{
    return (struct hold){.recording = &recording,
                         .agent = "id:103",
                         .reason = "case 12",
                         .by = "",
                         .held_at = timestamp_now(),
                         .until = TIMESTAMP_NONE};
}

static struct holds *open_holds(void)
{
    const struct holds_events events = {on_changed, on_gone, on_put, on_ended, on_leaving, on_failed, NULL};
    struct holds *holds = holds_open(&loop, folder, &events);
    while (!holds_is_read(holds))
        uv_run(&loop, UV_RUN_ONCE);
    return holds;
}

static void close_holds(struct holds *holds)
{
    holds_close(&holds, on_closed, NULL);
    assert_null(holds);
    while (!is_closed)
        uv_run(&loop, UV_RUN_ONCE);
}

static void what_is_released_last_is_told(void **state)
{
    (void)state;
    struct failure failure;
    const struct hold hold = of_recording();
    assert_true(hold_files_put(folder, &hold, &failure));
    struct holds *holds = open_holds();
    holds_release(holds, &hold);
    close_holds(holds);
    assert_int_equal(ended, 1);
    assert_int_equal(failures, 0);
    assert_int_equal(changes, 1); /* nobody looks at it any more */
}

static void what_fails_last_is_told(void **state)
{
    (void)state;
    const struct hold hold = of_recording();
    struct holds *holds = open_holds();
    FILE *file = fopen(folder, "w"); /* where the folder would be */
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    holds_put(holds, &hold);
    close_holds(holds);
    assert_int_equal(failures, 1);
    assert_int_equal(unwritten, 1);
    assert_int_equal(unlink(folder), 0);
}

static void idle_it_is_closed_at_once(void **state)
{
    (void)state;
    struct holds *holds = open_holds();
    holds_close(&holds, on_closed, NULL);
    assert_true(is_closed);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_released_last_is_told),
        IN_FOLDER(what_fails_last_is_told),
        IN_FOLDER(idle_it_is_closed_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
