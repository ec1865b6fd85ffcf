/* A configuration that others may write decides nothing that is run. */
#include "model/config/config.h"

#include <grp.h>
#include <pwd.h>
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

enum { OTHER_USER = 65534, OTHER_GROUP = 65534 };

static char folder[200];
static char path[240];
static char mark[240]; /* made by the command when it is run */

static int make_folder(void **state)
{
    (void)state;
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/config_trust.XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/config", folder);
    snprintf(mark, sizeof mark, "%s/mark", folder);
    FILE *file = fopen(path, "we");
    if (!file)
        return -1;
    fprintf(file, "[server]\nsecret_command = touch '%s'; echo hush\n", mark);
    unsetenv("TAPEDECK_SECRET");
    return fclose(file) == 0 && chmod(path, 0644) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(mark);
    unlink(path);
    return rmdir(folder);
}

static void expect_run(const char *named)
{
    struct config config;
    struct failure failure;
    assert_true(config_load(&config, named, &failure));
    if (!config_find_secret(&config, &failure))
        fail_msg("%s", failure.what);
    assert_string_equal(config.secret, "hush");
    assert_int_equal(unlink(mark), 0);
    config_clear(&config);
}

static void expect_refused(const char *named, const char *what, const char *advice)
{
    struct config config;
    struct failure failure;
    assert_true(config_load(&config, named, &failure));
    assert_false(config_find_secret(&config, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    if (!strstr(failure.what, what) || !strstr(failure.what, "secret_command") ||
        !strstr(failure.advice, advice))
        fail_msg("%s; %s", failure.what, failure.advice);
    assert_int_not_equal(access(mark, F_OK), 0);
    setenv("TAPEDECK_SECRET", "other", 1);
    assert_true(config_find_secret(&config, &failure)); /* the command is not needed */
    config_clear(&config);
}

/* Whether others are let in: by these modes, and those of a group that is not the user's own. */
static bool is_open_to_others(const char *name, mode_t mode)
{
    return (mode & 0002) || chown(name, (uid_t)-1, OTHER_GROUP) == 0;
}

static void one_that_others_may_write_runs_nothing(void **state)
{
    (void)state;
    static const mode_t modes[] = {0602, 0666, 0620};
    expect_run(path);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (!is_open_to_others(path, modes[i]))
            break; /* only root can give it to another group */
        assert_int_equal(chmod(path, modes[i]), 0);
        expect_refused(path, "others may write to the configuration", "chmod go-w");
    }
}

static void one_that_others_may_replace_runs_nothing(void **state)
{
    (void)state;
    static const mode_t modes[] = {0707, 0777, 0770};
    assert_int_equal(chmod(folder, 01777), 0); /* like /tmp */
    expect_run(path);
    assert_int_equal(chmod(folder, 0755), 0);
    expect_run(path);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (!is_open_to_others(folder, modes[i]))
            break;
        assert_int_equal(chmod(folder, modes[i]), 0);
        expect_refused(path, "others may write to the folder", folder);
    }
}

/* Where every user has a group, what they write is open to that group: to nobody else. */
static void a_group_of_ones_own_is_nobody_else(void **state)
{
    (void)state;
    char user_text[4096], group_text[4096];
    struct passwd user, *found_user;
    struct group group, *found_group;
    assert_int_equal(getpwuid_r(geteuid(), &user, user_text, sizeof user_text, &found_user), 0);
    assert_non_null(found_user);
    assert_int_equal(getgrgid_r(user.pw_gid, &group, group_text, sizeof group_text, &found_group), 0);
    if (!found_group || strcmp(group.gr_name, user.pw_name) != 0 || group.gr_mem[0])
        skip();
    assert_int_equal(chown(path, (uid_t)-1, user.pw_gid) | chown(folder, (uid_t)-1, user.pw_gid), 0);
    assert_int_equal(chmod(path, 0664) | chmod(folder, 0775), 0);
    expect_run(path);
}

/* What counts is the folder that it really lies in. */
static void a_link_is_followed(void **state)
{
    (void)state;
    char link[sizeof folder + 8];
    snprintf(link, sizeof link, "%s.link", folder);
    assert_int_equal(symlink(path, link), 0);
    expect_run(link);
    assert_int_equal(chmod(folder, 0777), 0);
    expect_refused(link, "others may write to the folder", folder);
    assert_int_equal(unlink(link), 0);
}

/* Whoever may replace a link to it, or a folder above it, says what is run. */
static void the_whole_way_to_it_counts(void **state)
{
    char below[sizeof folder + 8], link[sizeof folder + 24], around[sizeof folder + 32];
    (void)state;
    snprintf(below, sizeof below, "%s/below", folder);
    snprintf(link, sizeof link, "%s/link", below);
    snprintf(around, sizeof around, "%s/./../below/link", below);
    assert_int_equal(mkdir(below, 0755), 0);
    assert_int_equal(symlink("../config", link), 0);
    expect_run(link);
    expect_run(around);
    assert_int_equal(chmod(below, 0777), 0);
    expect_refused(link, "others may write to the folder", below);
    expect_refused(around, "others may write to", below);
    expect_run(path);
    assert_int_equal(chmod(below, 0755), 0);
    assert_int_equal(unlink(link), 0);
    snprintf(link, sizeof link, "%s/config", below);
    assert_int_equal(rename(path, link), 0);
    expect_run(link);
    assert_int_equal(chmod(folder, 0777), 0);
    expect_refused(link, "others may write to a folder above the configuration", folder);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(rename(link, path), 0);
    assert_int_equal(rmdir(below), 0);
}

static void a_link_of_another_user_runs_nothing(void **state)
{
    char link[sizeof folder + 8];
    (void)state;
    if (geteuid() != 0)
        skip(); /* cannot make one */
    snprintf(link, sizeof link, "%s/link", folder);
    assert_int_equal(symlink(path, link), 0);
    expect_run(link);
    assert_int_equal(lchown(link, OTHER_USER, (gid_t)-1), 0);
    expect_refused(link, "a link to the configuration belongs to another user", "of your own");
    assert_int_equal(unlink(link), 0);
}

static void one_of_another_user_runs_nothing(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip(); /* cannot make one */
    assert_int_equal(chown(path, OTHER_USER, (gid_t)-1), 0);
    expect_refused(path, "the configuration belongs to another user", "of your own");
    assert_int_equal(chown(path, 0, (gid_t)-1), 0);
    assert_int_equal(chown(folder, OTHER_USER, (gid_t)-1), 0);
    expect_refused(path, "the folder of the configuration belongs to another user", "of your own");
    assert_int_equal(chown(folder, 0, (gid_t)-1), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST(one_that_others_may_write_runs_nothing),
        TEST(one_that_others_may_replace_runs_nothing),
        TEST(a_group_of_ones_own_is_nobody_else),
        TEST(a_link_is_followed),
        TEST(the_whole_way_to_it_counts),
        TEST(a_link_of_another_user_runs_nothing),
        TEST(one_of_another_user_runs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
