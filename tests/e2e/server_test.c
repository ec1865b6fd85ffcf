/* The harness and the demo server: its address, its control, its faults, its end. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/tapedeck.h"

static void serves_a_history(void **state)
{
    struct server *server =
        fixture_serve(*state, "--agents 3 --recordings 50 --agent-recordings 102=20 --seed 5 "
                              "--until 2024-05-17");
    assert_true(server_port(server) > 0);
    assert_non_null(strstr(server_url(server), "/mot/"));
    assert_int_equal(server_count(server, "list?agent=102", "T"), 20);
    char *stats = server_control(server, "stats");
    assert_non_null(stats);
    assert_non_null(strstr(stats, "recordings"));
    free(stats);
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* What a client keeps a recording by, its id and its file name, is different for all of an agent. */
static void names_every_recording(void **state)
{
    enum { RECORDINGS = 50000 };
    struct server *server = fixture_serve(*state, "--agents 1 --recordings 50000 --until 2024-05-17");
    char *list = server_control(server, "list?agent=101");
    assert_non_null(list);
    char **lines = test_calloc(RECORDINGS, sizeof *lines);
    size_t count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(list, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        assert_true(count < RECORDINGS);
        *strrchr(line, ' ') = '\0'; /* the start */
        lines[count++] = line;
    }
    assert_int_equal(count, RECORDINGS);
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 1; i < count; i++)
        assert_string_not_equal(lines[i - 1], lines[i]);
    test_free(lines);
    free(list);
}

static void can_be_told(void **state)
{
    struct server *server = fixture_serve(*state, "--agents 2 --recordings 10 --until 2024-05-17");
    int before = server_count(server, "list?agent=101", "T");
    assert_true(server_tell(server, "add?agent=101&count=3"));
    assert_int_equal(server_count(server, "list?agent=101", "T"), before + 3);
    assert_true(server_tell(server, "fault?kind=status&status=503&times=1"));
    assert_int_equal(server_count(server, "faults", "status"), 1);
    assert_true(server_tell(server, "clear-faults"));
    assert_int_equal(server_count(server, "faults", "status"), 0);
    assert_false(server_tell(server, "no-such-thing"));
}

static void can_be_stopped(void **state)
{
    struct server *server = fixture_serve(*state, "--agents 2 --recordings 10 --until 2024-05-17");
    pid_t process = server_process(server);
    server_stop(server);
    assert_int_equal(kill(process, 0), -1);
    assert_false(server_tell(server, "stats"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(serves_a_history),
        TEST(names_every_recording),
        TEST(can_be_told),
        TEST(can_be_stopped),
    };
    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
