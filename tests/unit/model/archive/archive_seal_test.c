/* Whether an archive is known to be as the last program left it, where several have it open at a time. */
#include "model/archive/archive_seal.h"

#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char folder[64];
    char *path;
};

static int set_up(void **state)
{
    struct place *place = memory_new(sizeof *place);
    snprintf(place->folder, sizeof place->folder, "/tmp/tapedeck-seal-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    place->path = memory_format("%s/archive.db", place->folder);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    char *seal = memory_format("%s-seal", place->path);
    unlink(seal);
    unlink(place->path);
    rmdir(place->folder);
    free(seal);
    free(place->path);
    free(place);
    return 0;
}

static void touch(const struct place *place)
{
    FILE *file = fopen(place->path, "a");
    assert_non_null(file);
    assert_true(fputs("something", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static struct archive_seal *open_seal(const struct place *place, bool expected)
{
    bool holds = !expected;
    struct archive_seal *seal = archive_seal_open(place->path, NULL, &holds);
    assert_int_equal(holds, expected);
    return seal;
}

/* A new archive, closed in order. */
static void begin(const struct place *place)
{
    struct archive_seal *seal = open_seal(place, true);
    touch(place);
    archive_seal_close(&seal, true);
}

static void what_was_closed_in_order_holds(void **state)
{
    struct place *place = *state;
    begin(place);
    struct archive_seal *seal = open_seal(place, true);
    archive_seal_close(&seal, true);
    touch(place);
    seal = open_seal(place, false);
    archive_seal_checked(seal);
    archive_seal_close(&seal, true);
    seal = open_seal(place, true);
    archive_seal_close(&seal, true);
}

/* The one that looks through it is closed before it is done; the other one must look itself. */
static void who_has_not_looked_seals_nothing(void **state)
{
    struct place *place = *state;
    begin(place);
    touch(place);
    struct archive_seal *looking = open_seal(place, false), *other = open_seal(place, false);
    archive_seal_close(&looking, false);
    archive_seal_close(&other, false);
    struct archive_seal *next = open_seal(place, false);
    archive_seal_close(&next, false);
}

static void others_rely_on_who_has_looked(void **state)
{
    struct place *place = *state;
    begin(place);
    touch(place);
    struct archive_seal *looking = open_seal(place, false);
    archive_seal_checked(looking);
    touch(place); /* what is written to it since */
    struct archive_seal *other = open_seal(place, true);
    archive_seal_close(&looking, true);
    archive_seal_close(&other, true);
    struct archive_seal *next = open_seal(place, true);
    archive_seal_close(&next, true);
}

/* A program that is killed leaves no seal of the archive as it is then. */
static void what_was_written_before_a_kill_is_looked_through(void **state)
{
    struct place *place = *state;
    begin(place);
    touch(place);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct archive_seal *looking = open_seal(place, false);
        archive_seal_checked(looking);
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    struct archive_seal *next = open_seal(place, false);
    archive_seal_close(&next, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_closed_in_order_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_has_not_looked_seals_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(others_rely_on_who_has_looked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_written_before_a_kill_is_looked_through, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
