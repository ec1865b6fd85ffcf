#include "tests/unit/model/notes/notes_fixture.h"

#include "tests/unit/must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static void on_changed(void *context)
{
    ((struct notes_fixture *)context)->changes++;
}

static void on_failed(void *context, const struct failure *failure)
{
    struct notes_fixture *fixture = context;
    fixture->failed = *failure;
    fixture->failures++;
}

static void on_set_aside(void *context, const char *name)
{
    assert_int_equal(access(name, R_OK), 0);
    ((struct notes_fixture *)context)->asides++;
}

static void on_closed(void *context)
{
    ((struct notes_fixture *)context)->closed++;
}

void notes_fixture_set_up(struct notes_fixture *fixture)
{
    *fixture = (struct notes_fixture){.changes = 0};
    kept_folder_make(&fixture->folder);
    snprintf(fixture->path, sizeof fixture->path, "%s/a.notes", fixture->folder.root);
    assert_int_equal(uv_loop_init(&fixture->loop), 0);
}

void notes_fixture_tear_down(struct notes_fixture *fixture)
{
    kept_folder_remove(&fixture->folder);
    assert_int_equal(uv_loop_close(&fixture->loop), 0);
}

struct notes *notes_fixture_open(struct notes_fixture *fixture, bool is_patient)
{
    const struct notes_events events = {on_changed, on_failed, on_set_aside, fixture, is_patient};
    return notes_open(&fixture->loop, fixture->path, fixture->committed, &events);
}

struct notes_file *notes_fixture_file(const struct notes_fixture *fixture)
{
    char *set_aside;
    struct failure failure;
    struct notes_file *file = notes_file_open(fixture->path, &set_aside, &failure);
    must(file != NULL, &failure);
    assert_null(set_aside);
    return file;
}

void notes_fixture_turn(struct notes_fixture *fixture)
{
    uv_run(&fixture->loop, UV_RUN_ONCE);
}

void notes_fixture_close(struct notes_fixture *fixture, struct notes **notes)
{
    unsigned before = fixture->closed;
    notes_close(notes, on_closed, fixture);
    assert_null(*notes);
    while (fixture->closed == before)
        notes_fixture_turn(fixture);
}

void notes_fixture_settle(struct notes_fixture *fixture, const struct notes *notes)
{
    while (notes_is_busy(notes))
        notes_fixture_turn(fixture);
    if (fixture->failed.kind != FAILURE_NONE)
        fail_msg("%s", fixture->failed.what);
}
