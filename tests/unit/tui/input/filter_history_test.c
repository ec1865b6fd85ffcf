/* The filters that were kept: the fetch through them and their file. */
#include "tui/input/filter_history.h"

#include "net/base/memory.h"

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

static char folder[200];
static char path[sizeof folder + 40];
static unsigned failures;

static void on_failed(void *context, const struct failure *failure)
{
    (void)context;
    assert_non_null(strstr(failure->what, "filters"));
    failures++;
}

static int open_folder(void **state)
{
    (void)state;
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/filters-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    setenv("XDG_STATE_HOME", folder, 1);
    snprintf(path, sizeof path, "%s/tapedeck/filters", folder);
    failures = 0;
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    char inner[sizeof folder + 40];
    snprintf(inner, sizeof inner, "%s/tapedeck", folder);
    unlink(path);
    unlink(inner);
    rmdir(inner);
    return rmdir(folder);
}

static char *read_file(void)
{
    char *text = memory_array(1, 100000);
    FILE *file = fopen(path, "re");
    if (file) {
        text[fread(text, 1, 99999, file)] = '\0';
        fclose(file);
    }
    return text;
}

static void write_file(const char *text)
{
    char inner[sizeof folder + 40];
    snprintf(inner, sizeof inner, "%s/tapedeck", folder);
    mkdir(inner, 0700);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_file(const char *expected)
{
    char *text = read_file();
    assert_string_equal(text, expected);
    free(text);
}

/* Keeps filters, ended by NULL, one after the other, as one run of the program. */
static void keep(bool uses_file, const char *const *filters)
{
    struct filter_history history;
    uv_loop_t loop;
    assert_int_equal(uv_loop_init(&loop), 0);
    filter_history_open(&history, uses_file, on_failed, NULL);
    for (; *filters; filters++)
        filter_history_keep(&history, &loop, *filters);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    filter_history_close(&history);
}

#define KEEP(uses_file, ...) keep(uses_file, (const char *const[]){__VA_ARGS__, NULL})

static void filters_are_kept_between_runs(void **state)
{
    (void)state;
    struct stat status;
    KEEP(true, "8312", "", "ida", "8312");
    assert_file("ida\n8312\n");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    KEEP(true, "queue:s\xc3\xb8", "ida");
    assert_file("8312\nqueue:s\xc3\xb8\nida\n");
    KEEP(false, "secret");
    assert_file("8312\nqueue:s\xc3\xb8\nida\n");
    assert_int_equal(failures, 0);
}

static void the_walk_goes_back_and_forth(void **state)
{
    (void)state;
    struct filter_history history;
    struct prompt prompt;
    write_file("a\nb\nc\n");
    filter_history_open(&history, true, on_failed, NULL);
    prompt_start(&prompt, "draft");
    assert_false(filter_history_newer(&history, &prompt));
    for (const char *expected = "cba"; *expected; expected++) {
        assert_true(filter_history_older(&history, &prompt));
        assert_memory_equal(prompt.text, expected, 1);
        assert_int_equal(prompt.cursor, 1);
    }
    assert_false(filter_history_older(&history, &prompt));
    assert_true(filter_history_newer(&history, &prompt));
    assert_string_equal(prompt.text, "b");
    assert_true(filter_history_newer(&history, &prompt) && filter_history_newer(&history, &prompt));
    assert_string_equal(prompt.text, "draft");
    filter_history_rewind(&history);
    prompt_start(&prompt, "c"); /* the newest is there already */
    assert_true(filter_history_older(&history, &prompt));
    assert_string_equal(prompt.text, "b");
    filter_history_close(&history);
}

static void a_file_of_another_kind_does_no_harm(void **state)
{
    (void)state;
    struct filter_history history;
    char text[5000] = "good\n\n\x1b[31mred\n\xff\xfe\n";
    memset(text + strlen(text), 'x', 3000);
    filter_history_open(&history, true, on_failed, NULL); /* none yet */
    assert_int_equal(history.count, 0);
    filter_history_close(&history);
    write_file(text);
    filter_history_open(&history, true, on_failed, NULL);
    for (size_t i = 0; i < history.count; i++)
        assert_true(strlen(history.entries[i]) < PROMPT_SIZE && history.entries[i][0] != '\x1b');
    assert_string_equal(history.entries[0], "good");
    filter_history_close(&history);
}

static void the_oldest_are_forgotten(void **state)
{
    (void)state;
    char *text = memory_array(10, 400), *expected = memory_array(10, 400);
    for (int i = 0; i < 300; i++) {
        snprintf(text + strlen(text), 10, "f%d\n", i);
        if (i >= 300 - FILTER_HISTORY_MOST + 1)
            snprintf(expected + strlen(expected), 10, "f%d\n", i);
    }
    write_file(text);
    KEEP(true, "newest");
    snprintf(expected + strlen(expected), 10, "newest\n");
    assert_file(expected);
    free(text);
    free(expected);
}

/* Neither what a link leads to nor the link is changed, and nothing waits for what never comes. */
static void what_is_no_file_is_left_alone(void **state)
{
    (void)state;
    char target[sizeof folder + 40];
    struct stat status;
    struct filter_history history;
    snprintf(target, sizeof target, "%s/target", folder);
    write_file("kept\n");
    assert_int_equal(rename(path, target), 0);
    assert_int_equal(symlink(target, path), 0);
    KEEP(true, "a", "b");
    assert_int_equal(failures, 1);
    assert_int_equal(lstat(path, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_file("kept\n"); /* read through the link */
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(target), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    filter_history_open(&history, true, on_failed, NULL);
    assert_int_equal(history.count, 0);
    filter_history_close(&history);
    KEEP(true, "a");
    assert_int_equal(lstat(path, &status), 0);
    assert_true(S_ISFIFO(status.st_mode));
}

static void what_cannot_be_written_is_told_once(void **state)
{
    (void)state;
    char inner[sizeof folder + 40];
    snprintf(inner, sizeof inner, "%s/tapedeck", folder);
    FILE *file = fopen(inner, "we"); /* where the folder should be */
    assert_non_null(file);
    fclose(file);
    KEEP(true, "a", "b", "c");
    assert_int_equal(failures, 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_folder, close_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(filters_are_kept_between_runs),       TEST(the_walk_goes_back_and_forth),
        TEST(a_file_of_another_kind_does_no_harm), TEST(the_oldest_are_forgotten),
        TEST(what_is_no_file_is_left_alone),       TEST(what_cannot_be_written_is_told_once),
    };
    return cmocka_run_group_tests_name("filter_history", tests, NULL, NULL);
}
