/* Where files of the user are kept, and the folders that are made for them. */
#include "net/base/folders.h"

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

static void assert_path(enum folders_kind kind, const char *expected)
{
    char *path = folders_path(kind, "x");
    assert_string_equal(path, expected);
    free(path);
}

static void the_variable_wins_if_it_is_absolute(void **state)
{
    (void)state;
    setenv("HOME", "/home/ida", 1);
    setenv("XDG_CONFIG_HOME", "/c", 1);
    setenv("XDG_DATA_HOME", "relative", 1);
    unsetenv("XDG_STATE_HOME");
    assert_path(FOLDERS_CONFIG, "/c/tapedeck/x");
    assert_path(FOLDERS_DATA, "/home/ida/.local/share/tapedeck/x");
    assert_path(FOLDERS_STATE, "/home/ida/.local/state/tapedeck/x");
    unsetenv("HOME");
    assert_path(FOLDERS_CONFIG, "/c/tapedeck/x");
    assert_null(folders_path(FOLDERS_STATE, "x"));
}

static void folders_are_made_for_their_owner(void **state)
{
    (void)state;
    char root[] = "/tmp/folders-XXXXXX", file[100], folder[100];
    struct failure failure = {.kind = FAILURE_NONE};
    struct stat status;
    assert_non_null(mkdtemp(root));
    snprintf(file, sizeof file, "%s/a/b/file", root);
    snprintf(folder, sizeof folder, "%s/a/b", root);
    assert_true(folders_make_for(file, "", &failure));
    assert_true(folders_make_for(file, "", &failure)); /* they are there */
    assert_int_equal(stat(folder, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(failure.kind, FAILURE_NONE);
    fclose(fopen(file, "w"));
    snprintf(folder, sizeof folder, "%s/a/b/file/c/x", root);
    assert_false(folders_make_for(folder, "make room", &failure));
    assert_non_null(strstr(failure.what, "b/file/c: Not a directory"));
    assert_string_equal(failure.advice, "make room");
    unlink(file);
    snprintf(folder, sizeof folder, "%s/a/b", root);
    rmdir(folder);
    snprintf(folder, sizeof folder, "%s/a", root);
    rmdir(folder);
    rmdir(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_variable_wins_if_it_is_absolute),
        cmocka_unit_test(folders_are_made_for_their_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
