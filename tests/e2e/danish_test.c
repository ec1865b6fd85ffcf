/* The program in Danish: how the language is chosen, what is shown then, and what stays as other programs read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"
#include "tests/e2e/tapedeck.h"

#define CONFIG "config/tapedeck/config"

static void set(struct fixture *fixture, const char *name, const char *value)
{
    environment_set(workspace_environment(fixture->workspace), name, value);
}

/* Variables of the locale, of which NULL is not set, and the configuration. */
struct setting {
    const char *all, *lang, *language, *config;
};

static void choose(struct fixture *fixture, const struct setting *setting)
{
    set(fixture, "LC_ALL", setting->all);
    set(fixture, "LANG", setting->lang);
    set(fixture, "LANGUAGE", setting->language);
    workspace_write(fixture->workspace, CONFIG, setting->config != NULL ? setting->config : "", 0600);
}

static void expect_language(struct fixture *fixture, const struct setting *setting, const char *says)
{
    choose(fixture, setting);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, says);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* No locale of Danish is installed in the workspace. */
static void danish_is_chosen_in_every_way(void **state)
{
    static const struct setting settings[] = {
        {"C.UTF-8", NULL, "da", NULL},
        {"C.UTF-8", NULL, "nb:da", NULL},
        {NULL, "da_DK.UTF-8", NULL, NULL},
        {"da_DK.utf8", "en_US.UTF-8", NULL, NULL},
        {NULL, "da", NULL, NULL},
        {"C.UTF-8", NULL, NULL, "[screen]\nlanguage = da\n"},
        {"C.UTF-8", NULL, "en", "[screen]\nlanguage = da\n"},
    };
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        expect_language(fixture, &settings[i], "5 af 5 agenter komplette");
}

/* Also where the letters of another language cannot be shown, and in one that there is no catalogue of. */
static void english_is_kept(void **state)
{
    static const struct setting settings[] = {
        {"C", NULL, "da", NULL},
        {"C", NULL, NULL, "[screen]\nlanguage = da\n"},
        {NULL, "da_DK.ISO-8859-1", NULL, NULL},
        {"C.UTF-8", "da_DK.UTF-8", NULL, NULL},
        {NULL, "da_DK.UTF-8", "en", NULL},
        {NULL, "da_DK.UTF-8", NULL, "[screen]\nlanguage = en\n"},
        {"C.UTF-8", NULL, "nb", NULL},
    };
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        expect_language(fixture, &settings[i], "5 of 5 agents complete");
}

static struct terminal *open_in_danish(struct fixture *fixture, int rows, int columns)
{
    fixture_serve(fixture, SYNCED_HISTORY);
    set(fixture, "LANGUAGE", "da");
    struct terminal *terminal = fixture_open(fixture, rows, columns);
    expect_text(terminal, "5 af 5 agenter komplette");
    return terminal;
}

/* Headings stand above their columns whole, weekdays are three columns wide whatever their bytes. */
static void a_list_has_its_widths(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_in_danish(fixture, 24, 80);
    expect_text(terminal, "─ ▸ Agenter ");
    expect_text(terminal, "│ Start                 Længde Opkalder ");
    expect_text(terminal, "┬─ Alle agenter ─");
    expect_text(terminal, "3.000 optagelser ─");
    expect_text(terminal, "Enter åbn  / filter  p afspil  ? hjælp");
    expect_text(terminal, "kvartaler ");
    expect_absent(terminal, "Agente…");
    terminal_type(terminal, "/weekday:sat");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "│ lør 20");
    expect_text(terminal, "fund ─");
    terminal_resize(terminal, 40, 120);
    expect_text(terminal, "│ lør 20");
    struct position day, clock;
    expect_that(terminal, screen_find(terminal_screen(terminal), "lør 20", &day));
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), day.row, ":", &clock));
    expect_that(terminal, clock.column == day.column + 17);
}

static void a_small_window_is_danish(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_in_danish(fixture, 10, 40);
    expect_text(terminal, "▸ Alle agenter ─");
    expect_text(terminal, "Start             Længde Opkalder");
    expect_text(terminal, "Enter åbn  / filter  p afspil  ? hjælp");
    terminal_keys(terminal, "?");
    expect_text(terminal, "▸ Hjælp ");
    expect_text(terminal, "en linje op");
    terminal_keys(terminal, "/"); /* the names of keys are as they stand on them */
    terminal_type(terminal, "G End");
    expect_text(terminal, "/G End");
    terminal_keys(terminal, "Enter");
    expect_gone(terminal, "/G End");
    expect_text(terminal, "G End  ");
    terminal_resize(terminal, 5, 20);
    expect_text(terminal, "Vinduet er for lille");
}

static void a_question_takes_the_first_letter_of_yes(void **state)
{
    static const char *const answers[] = {"j", "y"};
    struct fixture *fixture = *state;
    struct terminal *terminal = open_in_danish(fixture, 24, 100);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        terminal_keys(terminal, "R");
        expect_text(terminal, "Hent alt for alle 5 agenter på ny? Det kan tage lang tid. j/n");
        screen_forget_raw(terminal_screen(terminal));
        terminal_keys(terminal, answers[i]);
        expect_gone(terminal, "j/n");
        expect_text(terminal, "5 af 5 agenter komplette");
    }
    terminal_keys(terminal, "R n");
    expect_gone(terminal, "j/n");
}

static void keep_output(struct fixture *fixture, const char *const *arguments, const char *name)
{
    assert_int_equal(command_status(fixture_run_list(fixture, arguments)), 0);
    workspace_write(fixture->workspace, name, command_output(fixture->command, NULL), 0600);
}

/* What is read by other programs is the same in every language. */
static void machines_are_spoken_to_in_english(void **state)
{
    static const char *const commands[][8] = {
        {"agents", "--format", "csv", "--offline"},
        {"list", "--format", "csv", "--limit", "20", "--offline"},
        {"list", "--format", "jsonl", "--limit", "20", "--offline"},
        {"stats", "--by", "weekday", "--format", "csv", "--offline"},
        {"stats", "--by", "agent", "--format", "jsonl", "--offline"},
        {"completion", "bash"},
    };
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        set(fixture, "LANGUAGE", NULL);
        keep_output(fixture, commands[i], "english");
        set(fixture, "LANGUAGE", "da");
        keep_output(fixture, commands[i], "danish");
        char *english = workspace_read(fixture->workspace, "english");
        char *danish = workspace_read(fixture->workspace, "danish");
        assert_true(strlen(english) > 0);
        assert_string_equal(english, danish);
        free(english);
        free(danish);
    }
}

/* The page is its own text, and the tables in Danish; nothing is left to be filled in. */
static void the_manual_is_danish(void **state)
{
    struct fixture *fixture = *state;
    set(fixture, "LANGUAGE", "da");
    char *path = realpath("tui/command/manual.da.in", NULL);
    const struct command *command = fixture_run(fixture, "--fill", path);
    const char *text = command_output(command, NULL);
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(text, ".SH TASTER\n"));
    assert_non_null(strstr(text, ".SS Navigation\n"));
    assert_non_null(strstr(text, "\nhent optagelser: for alle agenter, eller for hver \\-\\-agent.\n"));
    assert_null(strstr(text, "\n@"));
    free(path);
}

static void expect_lines_that_fit(const char *text)
{
    size_t columns = 0;
    for (; *text != '\0'; text++) {
        columns = *text == '\n' ? 0 : columns + (((unsigned char)*text & 0xc0) != 0x80);
        assert_true(columns <= 80);
    }
}

/* Help and refusals of commands. */
static void commands_speak_danish(void **state)
{
    struct fixture *fixture = *state;
    set(fixture, "LANGUAGE", "da");
    const struct command *command = fixture_run(fixture, "help");
    expect_lines_that_fit(command_output(command, NULL));
    command = fixture_run(fixture, "help", "sync");
    assert_non_null(strstr(command_output(command, NULL), "Brug: tapedeck sync"));
    assert_non_null(strstr(command_output(command, NULL), "se igen på alt, hvad der er"));
    command = fixture_run(fixture, "lsit");
    assert_int_equal(command_status(command), 2);
    assert_string_equal(command_errors(command, NULL), "tapedeck: ukendt kommando 'lsit'; mente du list?\n");
}

/* One after another. */
static void expect_output(struct fixture *fixture, const char *command, const char *const *words)
{
    const char *text = command_output(fixture_run(fixture, command), NULL), *at = text;
    for (; at != NULL && *words != NULL; words++) {
        at = strstr(at, *words);
        if (at == NULL)
            fail_msg("no \"%s\" in: %s", *words, text);
    }
}

/* What tables and findings say in a word or two. */
static void short_words_are_danish(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    set(fixture, "LANGUAGE", "da");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    char *calls = server_control(fixture->server, "list?agent=101");
    calls[strcspn(calls, " ")] = '\0';
    assert_int_equal(command_status(fixture_run(fixture, "hold", calls, "--reason", "sag 12")), 0);
    free(calls);
    expect_output(fixture, "held",
                  (const char *const[]){"INDTIL", "LYD", "SERVER", "GRUND", ",", " MB", NULL});
    expect_output(fixture, "doctor", (const char *const[]){"fra TAPEDECK_SECRET", NULL});
}

/* That every sentence is marked, and has its translation. */
static void nothing_lacks_its_translation(void **state)
{
    static const char *const arguments[] = {".ci/translated", NULL};
    struct fixture *fixture = *state;
    const struct command_options options = {
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
    };
    fixture->command = command_run(&options);
    if (command_status(fixture->command) != 0)
        fail_msg("%s%s", command_output(fixture->command, NULL), command_errors(fixture->command, NULL));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(danish_is_chosen_in_every_way),
        TEST(english_is_kept),
        TEST(a_list_has_its_widths),
        TEST(a_small_window_is_danish),
        TEST(a_question_takes_the_first_letter_of_yes),
        TEST(machines_are_spoken_to_in_english),
        TEST(the_manual_is_danish),
        TEST(commands_speak_danish),
        TEST(short_words_are_danish),
        TEST(nothing_lacks_its_translation),
    };
    return cmocka_run_group_tests_name("danish", tests, NULL, NULL);
}
