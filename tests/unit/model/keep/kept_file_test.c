/* Files that appear whole under a name of their own, or not at all. */
#include "model/keep/kept_file.h"

#include "net/base/memory.h"
#include "tests/unit/model/keep/kept_folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef enum kept_outcome put_function(const char *path, const struct kept_content *content, char **kept_as,
                                       struct failure *failure);

static put_function *const ways[] = {kept_file_put, kept_file_put_named};

static struct kept_folder folder;

static int set_up(void **state)
{
    (void)state;
    kept_folder_make(&folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kept_folder_remove(&folder);
    return 0;
}

/* Puts a text as `name` and expects it as `expected`. */
static void expect_put(put_function *put, const char *name, const char *text, enum kept_outcome outcome,
                       const char *expected)
{
    char *kept_as;
    struct failure failure;
    const struct kept_content content = {.file = -1, .text = text, .size = strlen(text)};
    enum kept_outcome became = put(kept_folder_path(&folder, name), &content, &kept_as, &failure);
    if (became == KEPT_FAILED)
        fail_msg("%s", failure.what);
    assert_int_equal(became, outcome);
    assert_string_equal(kept_as, kept_folder_path(&folder, expected));
    free(kept_as);
    char *there = kept_folder_read(&folder, expected);
    assert_string_equal(there, text);
    free(there);
}

static void expect_failure(put_function *put, const char *name, const char *reason)
{
    char *kept_as;
    struct failure failure;
    const struct kept_content content = {.file = -1, .text = "x", .size = 1};
    assert_int_equal(put(kept_folder_path(&folder, name), &content, &kept_as, &failure), KEPT_FAILED);
    assert_null(kept_as);
    assert_non_null(strstr(failure.what, reason));
}

static void others_are_never_overwritten(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        expect_put(ways[i], "a/b.c/call.mp3", "first", KEPT_NEW, "a/b.c/call.mp3");
        expect_put(ways[i], "a/b.c/call.mp3", "first", KEPT_SAME, "a/b.c/call.mp3");
        expect_put(ways[i], "a/b.c/call.mp3", "other", KEPT_NEW, "a/b.c/call (2).mp3");
        expect_put(ways[i], "a/b.c/call.mp3", "third one", KEPT_NEW, "a/b.c/call (3).mp3");
        expect_put(ways[i], "a/b.c/call.mp3", "other", KEPT_SAME, "a/b.c/call (2).mp3");
        expect_put(ways[i], "a/b.c/call", "first", KEPT_NEW, "a/b.c/call");
        expect_put(ways[i], "a/b.c/call", "", KEPT_NEW, "a/b.c/call (2)");
        char *first = kept_folder_read(&folder, "a/b.c/call.mp3");
        assert_string_equal(first, "first");
        free(first);
        assert_int_equal(kept_folder_count(&folder), 5);
        assert_int_equal(kept_folder_mode(&folder, "a/b.c/call.mp3"), 0600);
        assert_int_equal(kept_folder_mode(&folder, "a/b.c"), 0700);
        kept_folder_remove(&folder);
        kept_folder_make(&folder);
    }
}

/* Links are not followed, and what is no file is neither read nor waited for. */
static void what_is_no_file_is_left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char target[300];
        snprintf(target, sizeof target, "%s", kept_folder_path(&folder, "victim"));
        assert_int_equal(symlink(target, kept_folder_path(&folder, "link.mp3")), 0);
        assert_int_equal(mkfifo(kept_folder_path(&folder, "pipe.mp3"), 0600), 0);
        assert_int_equal(mkdir(kept_folder_path(&folder, "folder.mp3"), 0700), 0);
        expect_put(ways[i], "link.mp3", "audio", KEPT_NEW, "link (2).mp3");
        expect_put(ways[i], "pipe.mp3", "audio", KEPT_NEW, "pipe (2).mp3");
        expect_put(ways[i], "folder.mp3", "audio", KEPT_NEW, "folder (2).mp3");
        assert_int_equal(access(target, F_OK), -1);
        kept_folder_remove(&folder);
        kept_folder_make(&folder);
    }
}

static void the_bytes_of_a_file_are_kept(void **state)
{
    (void)state;
    enum { SIZE = 300000 };
    char *bytes = malloc(SIZE), *kept_as, *again;
    struct failure failure;
    int source = open(kept_folder_path(&folder, "source"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 7 / 3);
    assert_int_equal(write(source, bytes, SIZE), SIZE);
    struct kept_content content = {.file = source, .size = SIZE};
    const char *path = kept_folder_path(&folder, "copy.mp3");
    assert_int_equal(kept_file_put(path, &content, &kept_as, &failure), KEPT_NEW);
    assert_int_equal(kept_file_put(path, &content, &again, &failure), KEPT_SAME);
    free(again);
    bytes[SIZE - 1]++; /* one byte of the last block is another */
    assert_int_equal(pwrite(source, bytes, SIZE, 0), SIZE);
    assert_int_equal(kept_file_put(path, &content, &again, &failure), KEPT_NEW);
    assert_non_null(strstr(again, "copy (2).mp3"));
    free(again);
    content.size++; /* there is less than is to be kept */
    assert_int_equal(kept_file_put(path, &content, &again, &failure), KEPT_FAILED);
    assert_int_equal(kept_folder_count(&folder), 3);
    close(source);
    free(kept_as);
    free(bytes);
}

static void why_it_failed_is_said(void **state)
{
    (void)state;
    char long_name[300] = "";
    expect_put(kept_file_put, "file", "x", KEPT_NEW, "file");
    memset(long_name, 'x', sizeof long_name - 1);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        expect_failure(ways[i], "file/call.mp3", "Not a directory");
        expect_failure(ways[i], long_name, "File name too long");
    }
    assert_int_equal(kept_folder_count(&folder), 1);
}

/* As a folder is in which others leave something. Root, who may read it all the same, becomes another for it. */
static void a_folder_may_be_written_but_not_read(void **state)
{
    enum { NOBODY = 65534 };
    (void)state;
    const char *inner = kept_folder_path(&folder, "inner");
    bool is_root = geteuid() == 0;
    assert_int_equal(mkdir(inner, 0300), 0);
    if (is_root)
        assert_true(chmod(folder.root, 0711) == 0 && chown(inner, NOBODY, NOBODY) == 0 &&
                    seteuid(NOBODY) == 0);
    char *kept_as, *path = memory_format("%s/a.mp3", inner);
    struct failure failure;
    const struct kept_content content = {.text = "audio", .size = 5};
    enum kept_outcome outcome = kept_file_put_named(path, &content, &kept_as, &failure);
    assert_true(!is_root || seteuid(0) == 0);
    assert_int_equal(chmod(inner, 0700), 0);
    assert_int_equal(outcome, KEPT_NEW);
    free(kept_as);
    free(path);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(others_are_never_overwritten),         IN_FOLDER(what_is_no_file_is_left_alone),
        IN_FOLDER(the_bytes_of_a_file_are_kept),         IN_FOLDER(why_it_failed_is_said),
        IN_FOLDER(a_folder_may_be_written_but_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
