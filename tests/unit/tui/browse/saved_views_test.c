/* The file of saved searches: what is written is read, what others write stays, and several at once lose nothing. */
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/must.h"
#include "tui/browse/saved_views.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WRITERS = 3, EACH = 20, TEXT_SIZE = 4000 };

#define ACCOUNT "greenbox@host"

static struct kept_folder folder;

static int set_up(void **state)
{
    (void)state;
    kept_folder_make(&folder);
    return setenv("XDG_STATE_HOME", folder.root, 1);
}

static int tear_down(void **state)
{
    (void)state;
    kept_folder_remove(&folder);
    return 0;
}

static void put(const char *name, const char *filter)
{
    struct failure failure;
    struct saved_view view = {.shown.has_agent = agent_reference_parse(&view.shown.agent, "id:103")};
    snprintf(view.name, sizeof view.name, "%s", name);
    snprintf(view.shown.filter, sizeof view.shown.filter, "%s", filter);
    must(saved_views_put(ACCOUNT, &view, &failure), &failure);
}

/* Longer than what is typed into a prompt. */
static void the_longest_agent_is_read_again(void **state)
{
    (void)state;
    struct failure failure;
    struct saved_views views = {NULL, 0, 0};
    struct saved_view view = {.name = "mine", .shown = {.filter = "is:new", .has_agent = true}};
    char reference[AGENT_REFERENCE_SIZE] = "id:";
    memset(reference + strlen(reference), '7', sizeof view.shown.agent.identification - 1);
    assert_true(agent_reference_parse(&view.shown.agent, reference));
    must(saved_views_put(ACCOUNT, &view, &failure), &failure);
    saved_views_read(&views, ACCOUNT);
    assert_int_equal(views.count, 1);
    assert_true(views.views[0].shown.has_agent);
    assert_string_equal(views.views[0].shown.agent.identification, view.shown.agent.identification);
    assert_string_equal(views.views[0].shown.filter, "is:new");
    saved_views_clear(&views);
}

static void write_file(const char *text)
{
    mkdir(kept_folder_path(&folder, "tapedeck"), 0700);
    FILE *file = fopen(kept_folder_path(&folder, "tapedeck/views"), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void expect_file(const char *text)
{
    char found[TEXT_SIZE];
    FILE *file = fopen(kept_folder_path(&folder, "tapedeck/views"), "r");
    assert_non_null(file);
    found[fread(found, 1, sizeof found - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(found, text);
}

static void what_is_saved_is_there(void **state)
{
    (void)state;
    struct failure failure;
    struct saved_views views = {NULL, 0, 0};
    saved_views_read(&views, ACCOUNT);
    assert_int_equal(views.count, 0);
    put("long calls", "longer:5m on:\"last week\"");
    put("S\xc3\xb8ren", "8312");
    put("long calls", "longer:10m");
    assert_int_equal(kept_folder_mode(&folder, "tapedeck/views"), 0600);
    saved_views_read(&views, ACCOUNT);
    assert_int_equal(views.count, 2);
    const struct saved_view *view = saved_views_find(&views, "long calls");
    assert_non_null(view);
    assert_string_equal(view->shown.filter, "longer:10m");
    assert_true(view->shown.has_agent && !view->shown.oldest_first);
    assert_string_equal(views.views[1].name, "S\xc3\xb8ren");
    assert_null(saved_views_find(&views, "long"));
    saved_views_clear(&views);
    saved_views_read(&views, "other@host");
    assert_int_equal(views.count, 0);
    must(saved_views_rename(ACCOUNT, "long calls", "very long", &failure), &failure);
    must(saved_views_remove(ACCOUNT, "S\xc3\xb8ren", &failure), &failure);
    saved_views_read(&views, ACCOUNT);
    assert_int_equal(views.count, 1);
    assert_string_equal(views.views[0].name, "very long");
    assert_string_equal(views.views[0].shown.filter, "longer:10m");
    saved_views_clear(&views);
}

/* By hand, and by a later version. */
static void what_others_write_stays(void **state)
{
    (void)state;
    struct failure failure;
    struct saved_views views = {NULL, 0, 0};
    write_file(
        "# mine\n\nview mine\nfilter sales\norder oldest\n# next\nsort caller\nview \x1b[2J\nfilter 1\n"
        "view theirs\naccount other@host\nfilter 2\n");
    saved_views_read(&views, ACCOUNT);
    assert_int_equal(views.count, 1);
    assert_true(views.views[0].shown.oldest_first && !views.views[0].shown.has_agent);
    saved_views_clear(&views);
    put("theirs", "3");
    must(saved_views_remove(ACCOUNT, "mine", &failure), &failure);
    expect_file(
        "# mine\n\n# next\nsort caller\nview \x1b[2J\nfilter 1\nview theirs\naccount other@host\nfilter 2\n"
        "view theirs\naccount " ACCOUNT "\nagent id:103\nfilter 3\norder newest\n");
}

static void a_long_line_stays_one(void **state)
{
    char text[TEXT_SIZE];
    (void)state;
    struct failure failure;
    snprintf(text, sizeof text, "#%2046s%s\n", "", "view none"); /* behind 2 KB */
    write_file(text);
    put("mine", "1");
    must(saved_views_remove(ACCOUNT, "mine", &failure), &failure);
    expect_file(text);
}

static void names_are_trimmed(void **state)
{
    (void)state;
    static const char *const none[] = {"", "   ", "a\tb", "\xff"};
    char *name = saved_views_name("  two words ");
    assert_string_equal(name, "two words");
    free(name);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(saved_views_name(none[i]));
}

static void several_at_once_lose_nothing(void **state)
{
    (void)state;
    pid_t writers[WRITERS];
    struct saved_views views = {NULL, 0, 0};
    for (int i = 0; i < WRITERS; i++) {
        if ((writers[i] = fork()) != 0)
            continue;
        for (int j = 0; j < EACH; j++) {
            char name[40];
            snprintf(name, sizeof name, "%d of %d", j, i);
            put(name, "8");
        }
        _exit(0);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = -1;
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_int_equal(status, 0);
    }
    saved_views_read(&views, ACCOUNT);
    assert_int_equal(views.count, WRITERS * EACH);
    saved_views_clear(&views);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_longest_agent_is_read_again), IN_FOLDER(what_others_write_stays),
        IN_FOLDER(what_is_saved_is_there),          IN_FOLDER(what_others_write_stays),
        IN_FOLDER(a_long_line_stays_one),           IN_FOLDER(names_are_trimmed),
        IN_FOLDER(several_at_once_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
