/* The colours: for a dark or a light background as the terminal tells it, or as the configuration says; and what
 * the question for it does to what is typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/palette.h"
#include "tests/e2e/tapedeck.h"

enum {
    ROWS = 24,
    COLUMNS = 100,
    WHITE = 0xFFFFFF,
    READABLE = 45 /* WCAG 2, level AA */,
    THEIRS = 16,
    QUIET = 500,
    PAUSE = 30
};

#define QUESTION "\033]11;?"
#define LIGHT "\033]11;rgb:ffff/ffff/eeee\033\\"
#define DARK "\033]11;rgb:1e1e/1e1e/1e1e\a"

/* What is on the screen has something of every kind: live (good), a match, the pane in focus. */
static struct terminal *open_filtered(struct fixture *fixture, const char *type)
{
    environment_set(workspace_environment(fixture->workspace), "TERM", type);
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_text(terminal, "Claus Clausen");
    expect_text(terminal, "live");
    terminal_keys(terminal, "/8312 Enter");
    expect_text(terminal, "· /8312");
    expect_text(terminal, "2 hits");
    return terminal;
}

static void configure(struct fixture *fixture, const char *text)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
}

/* Cells whose colour is one of the sixteen of the user's terminal, and of those that are the same everywhere. */
struct colours {
    unsigned theirs[THEIRS];
    unsigned coloured, fixed, pale;
};

static struct colours colours_of(struct terminal *terminal)
{
    struct colours colours = {{0}, 0, 0, 0};
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        struct cell cell = screen_cell(terminal_screen(terminal), i / COLUMNS, i % COLUMNS);
        if (cell.foreground.kind == COLOUR_DEFAULT)
            continue;
        colours.coloured++;
        if (cell.foreground.kind == COLOUR_PALETTE && cell.foreground.index < THEIRS)
            colours.theirs[cell.foreground.index % 8]++;
        else
            colours.fixed++;
        colours.pale += palette_contrast(&cell.foreground, WHITE) < READABLE;
    }
    return colours;
}

static bool is_for_light(struct terminal *terminal, void *context)
{
    (void)context;
    struct colours colours = colours_of(terminal);
    return colours.fixed > 0 && colours.fixed == colours.coloured && colours.pale == 0;
}

/* Green, yellow and cyan, which no white background bears. */
static bool is_for_dark(struct terminal *terminal, void *context)
{
    (void)context;
    struct colours colours = colours_of(terminal);
    return colours.fixed == 0 && colours.theirs[2] > 0 && colours.theirs[3] > 0 && colours.theirs[6] > 0;
}

static bool is_for_light_with_few(struct terminal *terminal, void *context)
{
    (void)context;
    struct colours colours = colours_of(terminal);
    return colours.coloured > 0 && colours.fixed == 0 && colours.theirs[2] == 0 && colours.theirs[3] == 0 &&
           colours.theirs[6] == 0;
}

static void the_terminal_tells_its_background(void **state)
{
    struct terminal *terminal = open_filtered(*state, "xterm-256color");
    expect_that(terminal, screen_raw_contains(terminal_screen(terminal), QUESTION, strlen(QUESTION)));
    expect_until(terminal, is_for_dark, NULL); /* it has not answered yet */
    terminal_type(terminal, LIGHT);
    expect_until(terminal, is_for_light, NULL);
    terminal_type(terminal, DARK);
    expect_until(terminal, is_for_dark, NULL);
    terminal_type(terminal, "\033]11;rgb:ffff/ffff/quit\033\\\033]11;light\a");
    terminal_keys(terminal, "o");
    expect_text(terminal, "oldest first");
    expect_until(terminal, is_for_dark, NULL);
}

static void a_light_one_of_few_colours_is_readable(void **state)
{
    struct terminal *terminal = open_filtered(*state, "xterm");
    terminal_type(terminal, LIGHT);
    expect_until(terminal, is_for_light_with_few, NULL);
}

/* The answer may come in the middle of what is typed, and in parts. */
static void the_answer_is_never_typed(void **state)
{
    struct terminal *terminal = open_filtered(*state, "xterm-256color");
    terminal_keys(terminal, "/ C-u 83");
    expect_in_row(terminal, ROWS - 1, "/83");
    expect_text(terminal, "2 hits");
    expect_stable(terminal, QUIET, NULL, NULL); /* no terminal answers a frame within another answer */
    terminal_type(terminal, "\033]11;rgb:ffff/");
    expect_stable(terminal, PAUSE, NULL, NULL);
    terminal_type(terminal, "ffff/ffff\033\\12");
    expect_in_row(terminal, ROWS - 1, "/8312");
    expect_absent(terminal, "rgb");
    expect_until(terminal, is_for_light, NULL);
}

static void the_configuration_decides(void **state)
{
    struct fixture *fixture = *state;
    configure(fixture, "[screen]\ntheme = light\n");
    struct terminal *terminal = open_filtered(fixture, "xterm-256color");
    expect_until(terminal, is_for_light, NULL);
    terminal_type(terminal, DARK);
    expect_never_sent(terminal, QUESTION);
    configure(fixture, "[screen]\ntheme = dark\n");
    terminal = open_filtered(fixture, "xterm-256color");
    terminal_type(terminal, LIGHT);
    terminal_keys(terminal, "o");
    expect_text(terminal, "oldest first");
    expect_until(terminal, is_for_dark, NULL);
    expect_never_sent(terminal, QUESTION);
}

static bool has_no_colour(struct terminal *terminal, void *context)
{
    (void)context;
    return colours_of(terminal).coloured == 0;
}

static void without_colours_nothing_is_asked(void **state)
{
    struct fixture *fixture = *state;
    configure(fixture, "[screen]\ntheme = mono\n");
    struct terminal *terminal = open_filtered(fixture, "xterm-256color");
    expect_until(terminal, has_no_colour, NULL);
    expect_never_sent(terminal, QUESTION);
    configure(fixture, "");
    environment_set(workspace_environment(fixture->workspace), "NO_COLOR", "1");
    terminal = open_filtered(fixture, "xterm-256color");
    terminal_type(terminal, LIGHT);
    terminal_keys(terminal, "o");
    expect_text(terminal, "oldest first");
    expect_until(terminal, has_no_colour, NULL);
    expect_never_sent(terminal, QUESTION);
}

/* What does not know the question is not asked; what some terminals say in the environment counts. */
static void the_environment_may_tell_it(void **state)
{
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "COLORFGBG", "0;15");
    struct terminal *terminal = open_filtered(fixture, "xterm-256color");
    expect_until(terminal, is_for_light, NULL);
    terminal = open_filtered(fixture, "linux");
    expect_until(terminal, is_for_light_with_few, NULL);
    expect_never_sent(terminal, QUESTION);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_terminal_tells_its_background), TEST(a_light_one_of_few_colours_is_readable),
        TEST(the_answer_is_never_typed),         TEST(the_configuration_decides),
        TEST(without_colours_nothing_is_asked),  TEST(the_environment_may_tell_it),
    };
    return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
