/* What a program leaves when it is killed is removed by the next one, and nothing else. */
#include "net/base/temporary_folder.h"

#include <fcntl.h>
#include <glob.h>
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

enum { PATH_SIZE = 200 };

static char root[] = "/tmp/temporary-XXXXXX";

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static size_t count(const char *names)
{
    glob_t found;
    char pattern[PATH_SIZE];
    snprintf(pattern, sizeof pattern, "%s/%s", root, names);
    size_t number = glob(pattern, 0, NULL, &found) == 0 ? found.gl_pathc : 0;
    globfree(&found);
    return number;
}

/* Also a link into what is another's, and a folder below. */
static void fill(const struct temporary_folder *folder)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/.hidden", folder->path);
    write_file(path, "personal");
    snprintf(path, sizeof path, "%s/link", folder->path);
    assert_int_equal(symlink("/tmp", path), 0);
    snprintf(path, sizeof path, "%s/below", folder->path);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/below/file", folder->path);
    write_file(path, "personal");
}

/* As if the program had been killed. */
static void forget(struct temporary_folder *folder)
{
    close(folder->lock);
    free(folder->path);
    free(folder->entry);
}

static void it_goes_with_what_is_in_it(void **state)
{
    (void)state;
    struct stat status;
    struct temporary_folder folder;
    assert_true(temporary_folder_make(&folder, root));
    assert_int_equal(stat(folder.path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    fill(&folder);
    temporary_folder_sweep(); /* whoever has made it lives */
    assert_int_equal(count(".tapedeck-*/.hidden"), 1);
    temporary_folder_remove(&folder);
    assert_null(folder.path);
    assert_int_equal(count(".tapedeck-*") + count("tapedeck/folder.*"), 0);
    temporary_folder_remove(&folder);
}

static void the_next_one_removes_it(void **state)
{
    (void)state;
    struct temporary_folder folder;
    assert_true(temporary_folder_make(&folder, root));
    fill(&folder);
    forget(&folder);
    assert_int_equal(count(".tapedeck-*/.hidden"), 1);
    temporary_folder_sweep();
    assert_int_equal(count(".tapedeck-*") + count("tapedeck/folder.*"), 0);
}

/* A disk on which it lies is taken out, and its place is left empty or not: it is removed when that is there again. */
static void what_is_out_of_reach_waits(void **state)
{
    (void)state;
    char disk[PATH_SIZE], out[PATH_SIZE];
    struct temporary_folder folder;
    snprintf(disk, sizeof disk, "%s/disk", root);
    snprintf(out, sizeof out, "%s/out", root);
    assert_int_equal(mkdir(disk, 0700), 0);
    assert_true(temporary_folder_make(&folder, disk));
    fill(&folder);
    forget(&folder);
    assert_int_equal(rename(disk, out), 0);
    temporary_folder_sweep();
    assert_int_equal(count("tapedeck/folder.*"), 1);
    assert_int_equal(mkdir(disk, 0700), 0);
    temporary_folder_sweep();
    assert_int_equal(count("tapedeck/folder.*"), 1);
    assert_int_equal(rmdir(disk), 0);
    assert_int_equal(rename(out, disk), 0);
    temporary_folder_sweep();
    assert_int_equal(count("disk/.tapedeck-*") + count("tapedeck/folder.*"), 0);
    assert_int_equal(rmdir(disk), 0);
}

/* Whoever deletes it by hand needs no entry for it. */
static void what_is_gone_is_forgotten(void **state)
{
    (void)state;
    struct temporary_folder folder;
    assert_true(temporary_folder_make(&folder, root));
    assert_int_equal(rmdir(folder.path), 0);
    forget(&folder);
    temporary_folder_sweep();
    assert_int_equal(count("tapedeck/folder.*"), 0);
}

static void write_entry(const char *entry, const char *path)
{
    char text[2 * PATH_SIZE];
    struct stat status;
    assert_int_equal(stat(root, &status), 0);
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)status.st_ino, path);
    write_file(entry, text);
}

/* What an entry names is another's, a link, or open to others. */
static void nothing_else_is_touched(void **state)
{
    (void)state;
    char other[PATH_SIZE], file[PATH_SIZE + 8], path[PATH_SIZE], entry[PATH_SIZE];
    snprintf(other, sizeof other, "%s/other", root);
    snprintf(file, sizeof file, "%s/file", other);
    assert_int_equal(mkdir(other, 0700), 0);
    write_file(file, "mine");
    snprintf(entry, sizeof entry, "%s/tapedeck/folder.abcdef", root);
    write_entry(entry, other);
    temporary_folder_sweep();
    snprintf(path, sizeof path, "%s/.tapedeck-abcdef", root);
    assert_int_equal(symlink(other, path), 0);
    write_entry(entry, path);
    temporary_folder_sweep();
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rename(other, path), 0);
    assert_int_equal(chmod(path, 0755), 0);
    temporary_folder_sweep();
    assert_int_equal(count(".tapedeck-abcdef/file"), 1);
    assert_int_equal(chmod(path, 0700), 0);
    temporary_folder_sweep();
    assert_int_equal(count(".tapedeck-*") + count("tapedeck/folder.*"), 0);
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(root) && setenv("XDG_STATE_HOME", root, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    char folder[PATH_SIZE];
    (void)state;
    snprintf(folder, sizeof folder, "%s/tapedeck", root);
    return rmdir(folder) == 0 && rmdir(root) == 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_goes_with_what_is_in_it), cmocka_unit_test(the_next_one_removes_it),
        cmocka_unit_test(what_is_out_of_reach_waits), cmocka_unit_test(what_is_gone_is_forgotten),
        cmocka_unit_test(nothing_else_is_touched),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
