/* Keys and what they do: names, the table of actions, and the configuration's changes to it. */
#include "net/base/memory.h"
#include "tests/unit/use_utf8.h"
#include "tui/input/keymap.h"
#include "tui/screen/action_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static key_code parse(const char *name)
{
    return keys_parse(name, strlen(name));
}

static void names_are_read(void **state)
{
    (void)state;
    assert_int_equal(parse("j"), 'j');
    assert_int_equal(parse("J"), 'J');
    assert_int_equal(parse("Ctrl-C"), 3);
    assert_int_equal(parse("ctrl-c"), 3);
    assert_int_equal(parse("C-c"), 3);
    assert_int_equal(parse("^C"), 3);
    assert_int_equal(parse("^"), '^');
    assert_int_equal(parse("Up"), KEYS_UP);
    assert_int_equal(parse("↑"), parse("Up"));
    assert_int_equal(parse("pgdn"), parse("PageDown"));
    assert_int_equal(parse("S-Tab"), parse("Shift-Tab"));
    assert_int_not_equal(parse("Tab"), parse("Shift-Tab"));
    assert_int_equal(parse("Enter"), '\r');
    assert_int_equal(parse("Space"), ' ');
    assert_int_equal(parse("F6"), parse("F5") + 1);
    assert_int_equal(parse("F"), 'F');
    assert_int_equal(parse("ø"), 0xF8);
    assert_int_equal(parse("Ctrl-H"), parse("Backspace"));
    assert_int_equal(parse("Ctrl-M"), parse("Enter"));
    assert_int_equal(parse("F24"), parse("F12") + 12);
}

static void modifiers_are_read(void **state)
{
    (void)state;
    assert_int_equal(parse("Ctrl-Left"), KEYS_CONTROL | KEYS_LEFT);
    assert_int_equal(parse("C-S-left"), KEYS_CONTROL | KEYS_SHIFT | KEYS_LEFT);
    assert_int_equal(parse("Shift-Ctrl-Left"), parse("Ctrl-Shift-Left"));
    assert_int_equal(parse("Alt-f"), KEYS_ALT | 'f');
    assert_int_equal(parse("M-F"), KEYS_ALT | 'F');
    assert_int_equal(parse("Alt-Ctrl-F"), KEYS_ALT | 6);
    assert_int_equal(parse("Shift-F5"), KEYS_SHIFT | parse("F5"));
    assert_int_equal(parse("Alt-Backspace"), KEYS_ALT | KEYS_BACKSPACE);
    assert_int_equal(parse("Ctrl-Space"), KEYS_CONTROL | ' ');
    assert_int_equal(parse("Alt--"), KEYS_ALT | '-');
}

static void what_is_no_key_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"",        "jj",      "F0",   "F25",    "F99",     "Ctrl-",
                                        "Ctrl-jj", "Hyper-x", "\xff", "Ctrl-ø", "Shift-a", "Ctrl-Ctrl-a"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_int_equal(parse(names[i]), KEYS_NONE);
}

static void every_name_is_read_back(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Ctrl-B", "↑",         "PgUp",   "Shift-Tab",    "Esc",   "F12",      "g",         "ø",
        "/",      "Backspace", "Ctrl-→", "Ctrl-Shift-↑", "Alt-f", "Shift-F5", "Ctrl-Space"};
    char buffer[KEYS_NAME_SIZE];
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_string_equal(keys_name(buffer, parse(names[i])), names[i]);
    }
    assert_string_equal(keys_name(buffer, parse("Ctrl-mellemrum")), "Ctrl-Space");
    assert_string_equal(keys_name(buffer, parse("Komma")), "Comma");
}

/* A terminal may send any character as a key. */
static void what_cannot_be_seen_has_a_name(void **state)
{
    char buffer[KEYS_NAME_SIZE];
    (void)state;
    assert_string_equal(keys_name(buffer, 0xE003D), "U+E003D");
    assert_string_equal(keys_name(buffer, KEYS_ALT | 0xE0001), "Alt-U+E0001");
}

static void the_table_is_complete(void **state)
{
    (void)state;
    for (const struct action *action = action_table; action->name; action++) {
        assert_ptr_equal(actions_find(action_table, action->name), action);
        assert_true(action->help[0] != '\0' && action->section[0] != '\0');
        assert_int_not_equal(action->run != NULL, action->run_by != NULL);
    }
    assert_null(actions_find(action_table, "no such action"));
}

/* All default keys can be read and none has two meanings. */
static void the_default_keys_are_distinct(void **state)
{
    (void)state;
    size_t keys = 0;
    const struct config config = {0};
    struct failure failure;
    struct keymap map;
    for (const struct action *action = action_table; action->name; action++)
        for (const char *at = action->keys; *at != '\0';
             at += strcspn(at, " "), at += strspn(at, " "), keys++)
            assert_int_not_equal(keys_parse(at, strcspn(at, " ")), KEYS_NONE);
    assert_true(keymap_build(&map, action_table, &config, &failure));
    assert_int_equal(map.count, keys);
    assert_string_equal(keymap_find(&map, false, 'j')->name, "down");
    assert_null(keymap_find(&map, true, 'j'));
    assert_string_equal(keymap_find(&map, true, KEYS_ESCAPE)->name, "prompt-cancel");
}

/* Each action has a key that Danish, German and French keyboards have; that one is shown first. */
static void no_action_needs_altgr(void **state)
{
    (void)state;
    for (const struct action *action = action_table; action->name; action++) {
        if (keys_wants_altgr(keys_parse(action->keys, strcspn(action->keys, " "))))
            fail_msg("%s: the first of its keys, %s, needs AltGr", action->name, action->keys);
    }
    assert_true(keys_wants_altgr('[') && keys_wants_altgr('~') && keys_wants_altgr('#'));
    assert_false(keys_wants_altgr('d') || keys_wants_altgr('/') || keys_wants_altgr(KEYS_UP));
    assert_int_equal(parse("Strg-x"), parse("Ctrl-x"));
    assert_int_equal(parse("Pos1"), KEYS_HOME);
}

static bool build(struct keymap *map, const char *action, const char *keys, struct failure *failure)
{
    struct config_key entry = {memory_text(action), memory_text(keys), 7};
    const struct config config = {.keys = &entry, .key_count = 1};
    *failure = (struct failure){.kind = FAILURE_NONE};
    bool built = keymap_build(map, action_table, &config, failure);
    free(entry.action);
    free(entry.keys);
    return built;
}

static void the_configuration_replaces_keys(void **state)
{
    (void)state;
    struct keymap map;
    struct failure failure;
    char text[KEYMAP_TEXT_SIZE];
    assert_true(build(&map, "refresh", "x, Ctrl-R j", &failure));
    assert_string_equal(keymap_text(&map, actions_find(action_table, "refresh"), text), "x Ctrl-R j");
    assert_null(keymap_find(&map, false, 'r'));
    assert_string_equal(keymap_text(&map, actions_find(action_table, "down"), text),
                        "↓"); /* its j was taken */
    assert_string_equal(keymap_first(&map, "refresh", text), "x");
}

static void the_configuration_removes_keys(void **state)
{
    (void)state;
    struct keymap map;
    struct failure failure;
    char name[KEYS_NAME_SIZE];
    assert_true(build(&map, "order", "none", &failure));
    assert_null(keymap_first(&map, "order", name));
    assert_true(build(&map, "order", "", &failure));
    assert_null(keymap_find(&map, false, 'o'));
}

static void refuse(const char *action, const char *keys, const char *expected)
{
    struct keymap map;
    struct failure failure;
    assert_false(build(&map, action, keys, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    if (strstr(failure.what, expected) == NULL)
        fail_msg("'%s' does not say '%s'", failure.what, expected);
    assert_non_null(strstr(failure.what, ":7:"));
}

static void mistakes_are_told(void **state)
{
    (void)state;
    refuse("fly", "x", "no action of that name");
    refuse("up", "Hyper-x", "up: a word behind it is no key");
    refuse("up", "Ctrl-Entr", "no key; did you mean Enter?");
    refuse("serach", "x", "no action of that name");
    refuse("fliter", "x", "did you mean filter?");
}

static void two_actions_cannot_have_one_key(void **state)
{
    (void)state;
    char up[] = "up", down[] = "down", key[] = "x";
    struct config_key entries[] = {{up, key, 3}, {down, key, 4}};
    const struct config config = {.keys = entries, .key_count = 2};
    struct failure failure;
    struct keymap map;
    assert_false(keymap_build(&map, action_table, &config, &failure));
    assert_non_null(strstr(failure.what, "already given to up"));
    assert_non_null(strstr(failure.what, ":4:"));
}

static void something_always_quits(void **state)
{
    (void)state;
    char quit[] = "quit", back[] = "back", none[] = "none";
    struct config_key entries[] = {{quit, none, 1}, {back, none, 2}};
    const struct config config = {.keys = entries, .key_count = 2};
    struct failure failure;
    struct keymap map;
    assert_false(keymap_build(&map, action_table, &config, &failure));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read),
        cmocka_unit_test(modifiers_are_read),
        cmocka_unit_test(what_is_no_key_is_refused),
        cmocka_unit_test(every_name_is_read_back),
        cmocka_unit_test(what_cannot_be_seen_has_a_name),
        cmocka_unit_test(the_table_is_complete),
        cmocka_unit_test(the_default_keys_are_distinct),
        cmocka_unit_test(no_action_needs_altgr),
        cmocka_unit_test(the_configuration_replaces_keys),
        cmocka_unit_test(the_configuration_removes_keys),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(two_actions_cannot_have_one_key),
        cmocka_unit_test(something_always_quits),
    };
    return cmocka_run_group_tests_name("keys", tests, use_utf8, NULL);
}
