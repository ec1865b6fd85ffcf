/* What is made from the tables of commands, options, actions and settings has all of them. */
#include "tui/commands.h"

#include "model/config/config_settings.h"
#include "model/filter/filter_terms.h"
#include "tui/command/command_failure.h"
#include "tui/command/options_help.h"
#include "tui/command/startup.h"
#include "tui/screen/action_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINE_LIMIT = 79, LINES_LIMIT = 23 };

static char *read_all(FILE *file)
{
    char *text = NULL, part[4096];
    size_t size = 0, length = 0;
    FILE *copy = open_memstream(&text, &size);
    assert_non_null(copy);
    rewind(file);
    while ((length = fread(part, 1, sizeof part, file)) > 0)
        fwrite(part, 1, length, copy);
    fclose(copy);
    fclose(file);
    return text;
}

/* What a command writes to standard output; the caller frees. */
static char *written_by(const char *command, const char *operand)
{
    struct startup startup = {.commands = commands};
    FILE *file = tmpfile();
    assert_non_null(file);
    startup.options.operand = operand;
    fflush(stdout);
    int output = dup(STDOUT_FILENO);
    dup2(fileno(file), STDOUT_FILENO);
    int status = options_find_command(commands, command)->run(&startup);
    fflush(stdout);
    dup2(output, STDOUT_FILENO);
    close(output);
    assert_int_equal(status, COMMAND_DONE);
    return read_all(file);
}

static void assert_has(const char *text, const char *what, const char *name)
{
    if (!strstr(text, name))
        fail_msg("%s lacks %s", what, name);
}

static void the_help_fits_a_screen(void **state)
{
    (void)state;
    char *text = written_by("help", NULL);
    size_t lines = 0;
    for (const char *line = text; *line; lines++) {
        size_t length = strcspn(line, "\n");
        assert_true(length <= LINE_LIMIT);
        line += length + 1;
    }
    assert_true(lines <= LINES_LIMIT);
    for (const struct command_row *row = commands; row->name; row++)
        assert_has(text, "the help", row->help ? row->help : "");
    free(text);
}

static void a_command_has_a_help_of_its_own(void **state)
{
    (void)state;
    for (const struct command_row *row = commands; row->name; row++) {
        const struct option_row *option;
        if (row != commands && !row->help)
            continue;
        char *text = written_by("help", row->name);
        assert_has(text, row->name, row->help ? row->help : "Usage");
        assert_has(text, row->name, "Examples\n  tapedeck ");
        for (size_t i = 0; (option = options_row_at(i)) != NULL && option->help; i++)
            assert_int_equal(strstr(text, option->help) != NULL, options_go_together(commands, row, option));
        free(text);
    }
}

static void topics_have_a_help(void **state)
{
    (void)state;
    for (size_t i = 0; options_help_topic(i); i++)
        free(written_by("help", options_help_topic(i)));
    char *text = written_by("help", "filter");
    for (size_t i = 0; filter_term_name(i); i++)
        assert_has(text, "the help of the filter", filter_term_help(i));
    free(text);
}

/* What the build asks for is nobody's business. */
static void commands_that_are_not_shown_have_no_help(void **state)
{
    (void)state;
    unsigned count = 0;
    for (const struct command_row *row = commands + 1; row->name; row++) {
        struct startup startup = {.commands = commands, .options.operand = row->name};
        if (row->help)
            continue;
        assert_int_equal(options_find_command(commands, "help")->run(&startup), COMMAND_USAGE);
        count++;
    }
    assert_true(count > 0);
}

static void shells_complete_all(void **state)
{
    (void)state;
    static const char *const shells[] = {"bash", "zsh", "fish"};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        const struct option_row *option;
        char *text = written_by("completion", shells[i]);
        for (size_t j = 0; (option = options_row_at(j)) != NULL; j++)
            assert_has(text, shells[i], option->help ? option->name : "");
        for (const struct command_row *row = commands; row->name; row++)
            assert_has(text, shells[i], row->help ? row->name : "");
        assert_null(strstr(text, "print-"));
        free(text);
    }
}

static void commands_are_what_help_takes(void **state)
{
    (void)state;
    static const char *const completed[][2] = {
        {"bash", "help) words=\"agents sync"},
        {"bash", " | --agent,* | -a,* | "}, /* its value is no command */
        {"zsh", "'2:word:(agents sync"},
        {"fish", "from help' -a 'agents sync"},
        {"bash", " help options filter dates --help"},
        {"bash", "completion) words=\"bash zsh fish --help"},
        {"fish", "from completion' -a 'bash zsh fish'"}};
    for (size_t i = 0; i < sizeof completed / sizeof *completed; i++) {
        char *text = written_by("completion", completed[i][0]);
        assert_has(text, completed[i][0], completed[i][1]);
        free(text);
    }
    char *audio = written_by("help", "audio");
    assert_has(audio, "the help of audio", "tapedeck audio [--url URL] [OPTION]... CALLID");
    free(audio);
    char *help = written_by("help", "help");
    assert_has(help, "the help of help", "tapedeck help [COMMAND]");
    assert_null(strstr(help, "--url"));
    free(help);
}

/* The manual as it is read: dashes without what man wants before them. */
static char *read_manual(const char *path)
{
    char *text = written_by("fill", path);
    size_t length = 0;
    for (const char *at = text; *at; at++)
        if (*at != '\\' || at[1] != '-')
            text[length++] = *at;
    text[length] = '\0';
    return text;
}

static void assert_names(const char *manual, const char *before, const char *name, const char *behind)
{
    char text[100];
    snprintf(text, sizeof text, "%s%s%s", before, name, behind);
    assert_has(manual, "the manual", text);
}

static void assert_filled(const char *manual)
{
    for (const char *at = strchr(manual, '@'); at; at = strchr(at + 1, '@'))
        if (at[1] >= 'A' && at[1] <= 'Z')
            fail_msg("the manual has a place that nothing fills: %.20s", at);
}

static void the_manual_has_all(void **state)
{
    (void)state;
    char *text = read_manual("tui/command/manual.in");
    const struct option_row *option;
    for (const struct action *action = action_table; action->name; action++)
        assert_names(text, "[", action->name, "]\n");
    for (size_t i = 0; (option = options_row_at(i)) != NULL && option->help; i++)
        assert_names(text, "\\fB--", option->name, "\\fR");
    for (const struct command_row *row = commands; row->name; row++)
        if (row->help)
            assert_names(text, ".TP\n\\fB", row->name, "\\fR");
    assert_names(text, "tapedeck purge --before -2y", "", "\n.fi\n");
    for (size_t i = 0; filter_term_name(i); i++)
        assert_names(text, ".TP\n.B ", filter_term_name(i), "\n");
    assert_filled(text);
    free(text);
}

static void the_manual_of_the_configuration_has_all(void **state)
{
    (void)state;
    char *text = read_manual("tui/command/manual_config.in");
    for (size_t i = 0; config_settings_at(i); i++) {
        assert_names(text, ".SS [", config_settings_at(i)->section, "]\n");
        assert_names(text, ".TP\n.B ", config_settings_at(i)->name, "\n");
    }
    for (const struct action *action = action_table; action->name; action++)
        assert_has(text, "the manual", action->name);
    assert_filled(text);
    free(text);
}

static void the_readme_is_not_stale(void **state)
{
    (void)state;
    FILE *file = fopen("README.md", "r");
    assert_non_null(file);
    char *text = read_all(file), *fresh = written_by("fill", "README.md");
    assert_has(fresh, "README.md", "prompt-newer");
    if (strcmp(text, fresh) != 0)
        fail_msg("README.md is not what the tables say; run make docs");
    free(text);
    free(fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_help_fits_a_screen),  cmocka_unit_test(a_command_has_a_help_of_its_own),
        cmocka_unit_test(topics_have_a_help),      cmocka_unit_test(commands_that_are_not_shown_have_no_help),
        cmocka_unit_test(shells_complete_all),     cmocka_unit_test(commands_are_what_help_takes),
        cmocka_unit_test(the_manual_has_all),      cmocka_unit_test(the_manual_of_the_configuration_has_all),
        cmocka_unit_test(the_readme_is_not_stale),
    };
    return cmocka_run_group_tests_name("commands", tests, NULL, NULL);
}
