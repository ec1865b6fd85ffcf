/* The configuration that setup writes, and the one that stood there. */
#include "tui/command/setup_file.h"

#include "net/base/memory.h"

#include <glob.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/setup-XXXXXX", *path, *old;
static char url[] = "https://pbx.example/mot/green";
static const struct config config = {.url = url};

static void put(const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool has(const char *name, const char *text)
{
    char bytes[500] = "";
    FILE *file = fopen(name, "re");
    if (!file)
        return false;
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    return strstr(bytes, text) != NULL;
}

static void both_are_there_then(void **state)
{
    (void)state;
    struct failure failure;
    put("of old");
    assert_true(setup_file_write(path, old, &config, &failure));
    assert_true(has(path, url) && has(old, "of old"));
}

static void what_cannot_be_written_leaves_the_old_one(void **state)
{
    (void)state;
    struct failure failure;
    struct rlimit before, none;
    put("of old");
    getrlimit(RLIMIT_FSIZE, &before);
    none = (struct rlimit){.rlim_cur = 0, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &none);
    bool done = setup_file_write(path, old, &config, &failure);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(done);
    assert_int_equal(failure.kind, FAILURE_DISK);
    assert_true(has(path, "of old"));
}

static void what_came_meanwhile_is_kept(void **state)
{
    (void)state;
    struct failure failure;
    put("of another");
    assert_true(setup_file_write(path, NULL, &config, &failure));
    char *pattern = memory_format("%s.2*", path);
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_true(has(path, url) && has(found.gl_pathv[0], "of another"));
    unlink(found.gl_pathv[0]);
    globfree(&found);
    free(pattern);
}

static int begin(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    path = memory_format("%s/config", folder);
    old = memory_format("%s/config.old", folder);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    unlink(path);
    unlink(old);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rmdir(folder);
    free(path);
    free(old);
    return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, clean)
    const struct CMUnitTest tests[] = {
        TEST(both_are_there_then),
        TEST(what_cannot_be_written_leaves_the_old_one),
        TEST(what_came_meanwhile_is_kept),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
