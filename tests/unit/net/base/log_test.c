/* The log file: private, one whole line an event also from many threads, nothing that acts on a terminal. */
#include "net/base/log.h"

#include "net/base/failure.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { THREADS = 4, LINES = 200, TIME_LENGTH = sizeof "2024-05-01T12:34:56.789Z " - 1 };

static char folder[200];
static char path[240];

static int make_folder(void **state)
{
    (void)state;
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/log_test.XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/tapedeck.log", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    log_close();
    unlink(path);
    return rmdir(folder);
}

static void open_log(void)
{
    struct failure failure;
    unsigned opened_up;
    assert_true(log_open(path, &opened_up, &failure));
    assert_int_equal(opened_up, 0);
}

/* Reads the next line without its time and line break. Returns false at the end. */
static bool next_line(FILE *file, char *text, size_t size)
{
    char line[8192];
    if (!fgets(line, sizeof line, file))
        return false;
    size_t length = strlen(line);
    assert_true(length > TIME_LENGTH && line[length - 1] == '\n');
    assert_true(line[4] == '-' && line[10] == 'T' && line[TIME_LENGTH - 2] == 'Z');
    line[length - 1] = '\0';
    snprintf(text, size, "%s", line + TIME_LENGTH);
    return true;
}

static void expect_lines(const char *const *lines)
{
    char text[8192];
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    for (; *lines; lines++) {
        assert_true(next_line(file, text, sizeof text));
        assert_string_equal(text, *lines);
    }
    assert_false(next_line(file, text, sizeof text));
    (void)fclose(file);
}

static void test_off_until_opened(void **state)
{
    (void)state;
    log_line("nowhere");
    open_log();
    log_line("number %d", 1);
    log_close();
    log_line("nowhere");
    log_close();
    open_log();
    log_line("number %d", 2);
    log_close();
    expect_lines((const char *const[]){"number 1", "number 2", NULL});
}

static void test_private(void **state)
{
    (void)state;
    struct stat status;
    mode_t previous = umask(0);
    open_log();
    umask(previous);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void test_escapes(void **state)
{
    (void)state;
    open_log();
    log_line("%s", "a\nb\r\033[2J\t\x7f");
    log_line("%s", "Søren 日本 🎧");
    log_line("%s", "\xc2\x9b \xc2\xa0 \xff \xc3");
    log_close();
    expect_lines((const char *const[]){"a\\x0ab\\x0d\\x1b[2J\\x09\\x7f", "Søren 日本 🎧",
                                       "\\xc2\\x9b \xc2\xa0 \\xff \\xc3", NULL});
}

static void test_long_lines_are_cut(void **state)
{
    (void)state;
    char text[5000];
    char line[8192];
    memset(text, '\1', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    open_log();
    log_line("%s", text);
    log_close();
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_true(next_line(file, line, sizeof line));
    assert_true(strlen(line) > 1000 && strlen(line) < 4200);
    (void)fclose(file);
}

static void test_cannot_be_opened(void **state)
{
    (void)state;
    struct failure failure;
    unsigned opened_up;
    char missing[300];
    snprintf(missing, sizeof missing, "%s/no/folder.log", folder);
    assert_false(log_open(missing, &opened_up, &failure));
    assert_int_equal(failure.kind, FAILURE_DISK);
    assert_non_null(strstr(failure.what, "folder.log"));
    assert_false(log_open(folder, &opened_up, &failure));
}

/* A file with `text` in it is refused and stays as it is. */
static void expect_refused(const char *text)
{
    struct failure failure;
    unsigned opened_up;
    char left[200] = "";
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_false(log_open(path, &opened_up, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    assert_non_null(strstr(failure.what, "not a log of tapedeck"));
    log_line("nowhere");
    file = fopen(path, "re");
    assert_non_null(file);
    assert_int_equal(fread(left, 1, sizeof left - 1, file), strlen(text));
    assert_string_equal(left, text);
    assert_int_equal(fclose(file), 0);
}

static void test_foreign_files_are_refused(void **state)
{
    (void)state;
    expect_refused("shopping\n");
    expect_refused("2024-05-01T12:34:56Z of another program\n");
    expect_refused("2024-05-01T12:34:56.78xZ \n");
    expect_refused("2");
    assert_int_equal(truncate(path, 0) + chmod(path, 0600), 0);
    open_log(); /* nothing is lost in that */
    log_line("first");
    open_log();
    log_line("second");
}

static void expect_no_log(const char *why)
{
    struct failure failure;
    unsigned opened_up;
    assert_false(log_open(path, &opened_up, &failure));
    assert_non_null(strstr(failure.what, why));
    assert_int_equal(unlink(path), 0);
}

/* A pipe would wait for a reader, a link may lead anywhere. */
static void test_only_files_are_written_to(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_no_log("not a file");
    assert_int_equal(symlink("/dev/null", path), 0);
    expect_no_log("a link");
    assert_int_equal(symlink("elsewhere", path), 0);
    expect_no_log("a link");
}

static void test_an_open_log_is_closed_to_others(void **state)
{
    (void)state;
    struct failure failure;
    struct stat status;
    unsigned opened_up;
    open_log();
    log_line("one");
    assert_int_equal(chmod(path, 0644), 0);
    assert_true(log_open(path, &opened_up, &failure));
    assert_int_equal(opened_up, 0644);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    open_log();
}

static void *write_lines(void *context)
{
    for (int i = 0; i < LINES; i++)
        log_line("thread %d line %d", *(int *)context, i);
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    int numbers[THREADS];
    int next[THREADS] = {0};
    char text[100];
    open_log();
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, write_lines, &numbers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    log_close();
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (next_line(file, text, sizeof text)) {
        int thread = 0;
        int line = 0;
        assert_int_equal(sscanf(text, "thread %d line %d", &thread, &line), 2); /* NOLINT(cert-err34-c) */
        assert_int_equal(next[thread]++, line);
    }
    (void)fclose(file);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(next[i], LINES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_off_until_opened, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_private, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_escapes, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_long_lines_are_cut, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_cannot_be_opened, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_foreign_files_are_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_only_files_are_written_to, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_an_open_log_is_closed_to_others, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_threads, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
