/* What lies where the notes belong, and is not ours, stays as it is. */
#include "model/notes/notes_file.h"
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/must.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct kept_folder folder;
static char path[100], other[100];

static int set_up(void **state)
{
    (void)state;
    kept_folder_make(&folder);
    snprintf(path, sizeof path, "%s/a.notes", folder.root);
    snprintf(other, sizeof other, "%s/other", folder.root);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kept_folder_remove(&folder);
    return 0;
}

static void a_database_of_another_program_stays(void **state)
{
    (void)state;
    char *set_aside;
    struct failure failure;
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "CREATE TABLE theirs(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    assert_int_equal(chmod(path, 0644), 0);
    assert_null(notes_file_open(path, &set_aside, &failure));
    assert_null(set_aside);
    assert_non_null(strstr(failure.what, "another program"));
    assert_int_equal(kept_folder_mode(&folder, "a.notes"), 0644);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "CREATE TABLE notes(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

static void what_a_link_leads_to_keeps_its_permissions(void **state)
{
    (void)state;
    char *set_aside;
    struct failure failure;
    FILE *file = fopen(other, "w");
    fputs("root:x:0:0\n", file);
    fclose(file);
    assert_int_equal(chmod(other, 0644), 0);
    assert_int_equal(symlink(other, path), 0);
    struct notes_file *notes = notes_file_open(path, &set_aside, &failure);
    must(notes != NULL, &failure);
    notes_file_close(&notes);
    free(set_aside);
    assert_int_equal(kept_folder_mode(&folder, "other"), 0644);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_database_of_another_program_stays),
        IN_FOLDER(what_a_link_leads_to_keeps_its_permissions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
