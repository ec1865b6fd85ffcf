/* The chain of the access log: what `tapedeck log verify` can tell of it, whoever writes at once and whatever is deleted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/access.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

enum { PROGRAMS = 4 };

/* A shell that runs the program for so long, with a filter of its own, and prints how often. */
static struct command *start_loop(struct fixture *fixture, int number, const char *seconds)
{
    static const char line[] = "end=$(($(date +%s) + $2)); runs=0; while [ $(date +%s) -lt $end ]; do \"$0\" "
                               "list --offline --url \"$3\""
                               " --filter queue:together$1 >/dev/null 2>&1; [ $? -eq 1 ] || exit 9; "
                               "runs=$((runs + 1)); done; echo $runs";
    char own[24], *program = tapedeck_program();
    snprintf(own, sizeof own, "%d", number);
    const char *const arguments[] = {
        "/bin/sh", "-c", line, program, own, seconds, server_url(fixture->server), NULL};
    struct command *loop = command_start(&(struct command_options){
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
    });
    free(program);
    return loop;
}

static long count_lines(const char *log, const char *part)
{
    long count = 0;
    for (const char *at = log; (at = strstr(at, part)); at++)
        count++;
    return count;
}

/* One chain of the lines of several programs at once, of which none is lost. TEST_SECONDS says for how long. */
static void programs_write_one_chain(void **state)
{
    struct fixture *fixture = *state;
    struct command *loops[PROGRAMS];
    char name[64], part[40], intact[40];
    const char *given = getenv("TEST_SECONDS"), *seconds = given ? given : "2";
    long all = 0;
    fixture_serve(fixture, ACCESS_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    for (int i = 0; i < PROGRAMS; i++)
        loops[i] = start_loop(fixture, i, seconds);
    for (int i = 0; i < PROGRAMS; i++)
        assert_true(command_finish(loops[i], COMMAND_LIMIT + (int)strtol(seconds, NULL, 10) * 1000));
    char *log = access_read(fixture, name);
    for (int i = 0; i < PROGRAMS; i++) {
        long runs = strtol(command_output(loops[i], NULL), NULL, 10);
        assert_int_equal(command_status(loops[i]), 0);
        snprintf(part, sizeof part, "\"filter\":\"queue:together%d\"", i);
        print_message("# program %d: %ld lines written, %ld found\n", i, runs, count_lines(log, part));
        assert_int_equal(count_lines(log, part), 2 * runs); /* begun and done */
        assert_true(runs > 0);
        all += 2 * runs;
        command_free(&loops[i]);
    }
    assert_int_equal(count_lines(log, "\n"), all);
    free(log);
    snprintf(intact, sizeof intact, "intact: each of %ld whole lines", all);
    assert_non_null(strstr(access_verify(fixture, NULL, NULL), intact));
}

static void its_head_proves_it(void **state)
{
    struct fixture *fixture = *state;
    char name[64], head[65] = "";
    access_browse(fixture);
    const char *said = access_verify(fixture, NULL, NULL);
    assert_non_null(strstr(said, "intact: each of 2 whole lines"));
    assert_non_null(strstr(said, "not anchored: "));
    assert_int_equal(sscanf(strstr(said, "head: "), "head: %64s", head), 1);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--filter", "holm")), 1);
    said = access_verify(fixture, "--expect", head);
    assert_non_null(strstr(said, "anchored up to line 2"));
    assert_int_equal(command_status(fixture->command), 0);
    char *log = access_read(fixture, name);
    *strchr(log, '\n') = '\0'; /* all but the first line is gone */
    char *first = malloc(strlen(log) + 2);
    assert_non_null(first);
    sprintf(first, "%s\n", log);
    workspace_write(fixture->workspace, name, first, 0600);
    said = access_verify(fixture, "--expect", head);
    assert_non_null(strstr(said, "NOT ANCHORED"));
    assert_int_equal(command_status(fixture->command), 1);
    free(first);
    free(log);
}

static void old_months_are_deleted(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    access_browse(fixture);
    char *log = access_read(fixture, name), *path = strdup(workspace_path(fixture->workspace, name));
    workspace_write(fixture->workspace, "data/tapedeck/log/2024-01.jsonl", log, 0600);
    assert_int_equal(unlink(path), 0);
    free(log);
    free(path);
    assert_int_equal(command_status(fixture_run(fixture, "log", "prune")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "log", "--before", "2025-01")), 2);
    const struct command *command = fixture_run(fixture, "log", "prune", "--before", "2024-02");
    assert_string_equal(
        command_output(command, NULL),
        "nothing of the access log was deleted\n2024-01.jsonl stays, though it is of before 2024-02: it is "
        "the newest, in which the log goes on\n");
    assert_int_equal(command_status(fixture_run(fixture, "list", "--filter", "holm")), 1);
    command = fixture_run(fixture, "log", "prune", "--before", "2099-12", "--dry-run");
    assert_non_null(strstr(command_output(command, NULL), "would delete 1 month of the access log\n2"));
    command = fixture_run(fixture, "log", "prune", "--before", "2024-02", "--dry-run");
    assert_string_equal(command_output(command, NULL),
                        "would delete 1 month of the access log: what is of before 2024-02\n");
    assert_int_equal(command_status(fixture_run(fixture, "log", "prune", "--before", "2024-01")), 0);
    assert_true(workspace_exists(fixture->workspace, "data/tapedeck/log/2024-01.jsonl"));
    command = fixture_run(fixture, "log", "prune", "--before", "2024-02");
    assert_int_equal(command_status(command), 0);
    assert_string_equal(command_output(command, NULL),
                        "deleted 1 month of the access log: what is of before 2024-02\n");
    assert_false(workspace_exists(fixture->workspace, "data/tapedeck/log/2024-01.jsonl"));
    log = access_read(fixture, name);
    access_expect_line(log, "\"n\":5,",
                       "\"action\":\"prune\",\"started_before\":\"2024-02\",\"result\":\"begun\"");
    access_expect_line(log, "\"n\":6,",
                       "\"action\":\"prune\",\"started_before\":\"2024-02\",\"result\":\"done\"");
    free(log);
    const char *said = access_verify(fixture, NULL, NULL);
    assert_int_equal(command_status(fixture->command), 0);
    assert_non_null(strstr(said, "begins with line 3 (in "));
    assert_non_null(strstr(said, "intact: each of 4 whole lines"));
    log = access_read(fixture, name);
    char before[65] = "";
    assert_int_equal(sscanf(strstr(log, "\"before\":"), "\"before\":\"%64[0-9a-f]", before), 1);
    free(log);
    assert_non_null(strstr(access_verify(fixture, "--expect", before), "anchored to line 2, just before"));
    assert_int_equal(command_status(fixture->command), 0);
    before[0] = before[0] == '0' ? '1' : '0';
    said = access_verify(fixture, "--expect", before);
    assert_non_null(
        strstr(said, "NOT ANCHORED: no line here has that head; it may be that of a line before 3,"));
    assert_int_equal(command_status(fixture->command), 1);
}

static void a_change_is_named(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    access_browse(fixture);
    char *log = access_read(fixture, name);
    strstr(log, "search")[1] = 'X';
    workspace_write(fixture->workspace, name, log, 0600);
    free(log);
    const char *said = access_verify(fixture, NULL, NULL);
    assert_non_null(strstr(said, "BROKEN: line 2 (in "));
    assert_int_equal(command_status(fixture->command), 1);
}

/* Neither does the chain show it, nor is it a line that is gone: the words are true of it all the same. */
static void a_changed_end_is_not_anchored(void **state)
{
    struct fixture *fixture = *state;
    char name[64], head[65] = "";
    access_browse(fixture);
    const char *said = access_verify(fixture, NULL, NULL);
    assert_non_null(strstr(said, "not anchored: that the last line was changed, "));
    assert_int_equal(sscanf(strstr(said, "head: "), "head: %64s", head), 1);
    char *log = access_read(fixture, name), *last = strchr(log, '\n') + 1;
    assert_non_null(strstr(last, "\"action\":\"open\""));
    strstr(last, "\"open\"")[1] = 'X';
    workspace_write(fixture->workspace, name, log, 0600);
    said = access_verify(fixture, "--expect", head);
    assert_non_null(
        strstr(said, "NOT ANCHORED: no line has that head: the one that had it was changed or is gone"));
    assert_int_equal(command_status(fixture->command), 1);
    free(log);
}

static void what_is_no_line_is_not_counted_as_one(void **state)
{
    struct fixture *fixture = *state;
    char name[64], text[64];
    access_browse(fixture);
    char *log = access_read(fixture, name), *more = malloc(strlen(log) + sizeof "garbage\n");
    assert_non_null(more);
    sprintf(more, "%sgarbage\n", log);
    workspace_write(fixture->workspace, name, more, 0600);
    const char *said = access_verify(fixture, NULL, NULL);
    snprintf(text, sizeof text, "intact: each of %ld whole lines follows ", count_lines(log, "\n"));
    assert_non_null(strstr(said, text));
    assert_non_null(strstr(said, "no whole line: 1 more"));
    assert_int_equal(command_status(fixture->command), 0);
    free(more);
    free(log);
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(its_head_proves_it),
        test(a_change_is_named),
        test(a_changed_end_is_not_anchored),
        test(what_is_no_line_is_not_counted_as_one),
        test(old_months_are_deleted),
        test(programs_write_one_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
