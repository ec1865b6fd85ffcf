/* An archive that is opened on a thread of its own, ahead of whoever takes it: the same comes of it as without that, and
 * where another program would have to be waited for it is given up at once, and nothing stays open. */
#include "model/account/archive_opening.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define BASE "http://127.0.0.1/mot/test"

struct ahead {
    struct archive_fixture archive;
    struct config config;
    struct account_options options;
    struct archive_opening *opening;
};

static void open_anew(struct ahead *ahead)
{
    struct failure failure;
    archive_opening_free(&ahead->opening);
    ahead->opening = archive_opening_new(&ahead->config, &ahead->options, BASE, &failure);
    must(ahead->opening != NULL, &failure);
}

static int set_up(void **state)
{
    static struct ahead ahead;
    memset(&ahead, 0, sizeof ahead);
    archive_fixture_open(&ahead.archive, 1);
    archive_fixture_run(&ahead.archive, "INSERT INTO agents(agent, reference) VALUES(1, 'id:1')");
    ahead.config.archive_file = ahead.archive.path;
    ahead.config.settle_seconds = 86400; /* as is usual */
    ahead.options.offline = true;
    open_anew(&ahead);
    *state = &ahead;
    return 0;
}

static int tear_down(void **state)
{
    struct ahead *ahead = *state;
    char *seal = memory_format("%s-seal", ahead->archive.path);
    archive_opening_free(&ahead->opening);
    unlink(seal);
    free(seal);
    archive_fixture_close(&ahead->archive);
    return 0;
}

static void expect_open(const struct archive_opening *opening)
{
    must(opening->is_open, &opening->failure);
    assert_int_equal(opening->agent_count, 1);
    assert_int_equal(opening->agents[0].agent, 1);
    assert_non_null(opening->seal);
}

static void expect_closed(const struct archive_opening *opening)
{
    assert_false(opening->is_open);
    assert_null(opening->writer);
    assert_null(opening->reader);
    assert_null(opening->seal);
    assert_int_equal(opening->agent_count, 0);
}

static void finish(struct ahead *ahead)
{
    struct failure failure;
    struct chronology chronology = {NULL, 0, 0};
    must(archive_opening_finish(ahead->opening, &chronology, &failure), &failure);
    assert_non_null(ahead->opening->writer);
    chronology_clear(&chronology);
}

static void test_the_same_comes_of_it(void **state)
{
    struct ahead *ahead = *state;
    archive_opening_begin(ahead->opening);
    assert_true(archive_opening_end(ahead->opening));
    expect_open(ahead->opening);
    assert_non_null(ahead->opening->reader);
    finish(ahead);
    open_anew(ahead);
    archive_opening_run(ahead->opening, NULL);
    expect_open(ahead->opening);
    finish(ahead);
}

/* Whoever has it read already tells of its damage, and knows what it is about. */
static void test_it_is_not_taken_away_from_its_reader(void **state)
{
    struct ahead *ahead = *state;
    archive_opening_begin(ahead->opening);
    assert_true(archive_opening_end(ahead->opening));
    char *suspicion = database_suspicion_name(ahead->archive.path);
    assert_int_equal(close(open(suspicion, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)), 0);
    finish(ahead);
    assert_string_equal(ahead->opening->set_aside, "");
    assert_int_equal(unlink(suspicion), 0);
    free(suspicion);
}

/* Before anything of it is shown. */
static void test_what_has_to_be_changed_is(void **state)
{
    struct ahead *ahead = *state;
    ahead->config.settle_seconds = 7;
    archive_opening_begin(ahead->opening);
    assert_true(archive_opening_end(ahead->opening));
    expect_open(ahead->opening);
    assert_non_null(ahead->opening->reader);
    assert_int_equal(
        database_integer(ahead->archive.writer, "SELECT value FROM account WHERE name = 'settle'", 0),
        7 * TIMESTAMP_SECOND);
    finish(ahead);
}

static void test_nobody_need_take_it(void **state)
{
    struct ahead *ahead = *state;
    archive_opening_begin(ahead->opening);
    open_anew(ahead); /* the first is closed, its seal too */
    archive_opening_begin(ahead->opening);
    assert_true(archive_opening_end(ahead->opening));
    expect_open(ahead->opening);
}

/* Another program judges at this moment whether the archive is sound. */
static void test_it_waits_for_nobody(void **state)
{
    struct ahead *ahead = *state;
    char *name = memory_format("%s-seal", ahead->archive.path);
    int seal = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(seal >= 0);
    assert_int_equal(flock(seal, LOCK_EX), 0);
    archive_opening_begin(ahead->opening);
    assert_false(archive_opening_end(ahead->opening));
    expect_closed(ahead->opening);
    assert_int_equal(close(seal), 0);
    archive_opening_run(ahead->opening, NULL);
    expect_open(ahead->opening);
    free(name);
}

static void test_what_is_not_there_is_not_opened_ahead(void **state)
{
    struct ahead *ahead = *state;
    char *elsewhere = memory_format("%s.none", ahead->archive.path);
    ahead->config.archive_file = elsewhere;
    open_anew(ahead);
    archive_opening_begin(ahead->opening);
    assert_false(archive_opening_end(ahead->opening));
    assert_int_not_equal(access(elsewhere, F_OK), 0);
    free(elsewhere);
}

/* It is told by whoever wanted it, and not tried again. */
static void test_a_failure_is_kept(void **state)
{
    struct ahead *ahead = *state;
    archive_fixture_run(&ahead->archive, "UPDATE account SET value = 'http://other/' WHERE name = 'base'");
    archive_opening_begin(ahead->opening);
    assert_true(archive_opening_end(ahead->opening));
    assert_null(ahead->opening->writer);
    assert_null(ahead->opening->reader);
    assert_int_equal(ahead->opening->failure.kind, FAILURE_USAGE);
    assert_non_null(strstr(ahead->opening->failure.what, "another account"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_same_comes_of_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_it_is_not_taken_away_from_its_reader, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_has_to_be_changed_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nobody_need_take_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_it_waits_for_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_not_there_is_not_opened_ahead, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_failure_is_kept, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
