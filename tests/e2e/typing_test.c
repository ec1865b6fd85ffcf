/* What comes from a keyboard through a terminal, on lines as they are: sequences that are not known change
 * nothing, those that come in parts are whole, letters survive any portion, and nothing locks the keyboard.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

enum {
    ROWS = 24,
    COLUMNS = 110,
    PROMPT_ROW = ROWS - 1,
    PAUSE = 30,
    SETTLED = 500,
    LONGER_THAN_A_PASTE_RESTS = 2500
};

static void set(struct fixture *fixture, const char *name, const char *value)
{
    environment_set(workspace_environment(fixture->workspace), name, value);
}

/* The agent's two recordings, with a filter that is kept. */
static struct terminal *open_filtered(struct fixture *fixture)
{
    fixture_serve(fixture, "--sample");
    struct terminal *terminal =
        fixture_open_with(fixture, ROWS, COLUMNS, (const char *const[]){"--agent", "1", NULL});
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "/8312 Enter");
    expect_text(terminal, "· /8312");
    expect_text(terminal, "2 hits");
    return terminal;
}

/* What is known still works, and that is all that has changed since open_filtered. */
static void expect_unmoved(struct terminal *terminal)
{
    terminal_keys(terminal, "o");
    expect_text(terminal, "oldest first");
    expect_text(terminal, "· /8312");
    expect_absent(terminal, "UTC)");
    expect_absent(terminal, "Messages");
    terminal_keys(terminal, "o");
    expect_gone(terminal, "oldest first");
}

static const char *const unknown[] = {
    "\033[1;5C",                 /* Ctrl-Right */
    "\033[97;5:3u",              /* Ctrl-A is released, by kitty's protocol */
    "\033[57441;2u",             /* Shift is pressed */
    "\033f",                     /* Alt-f */
    "\033u\033x\033Q\033R\033c", /* other keys with Alt that have a meaning without it */
    "\033[25~",                  /* F13 */
    "\033[1;6Q",                 /* Ctrl-Shift-F2 */
    "\033]11;rgb:1e1e/1e1e/quit\033\\",
    "\033[?62;22c",
    "\033[12;40R",
    "\033P1+r544e=5175\033\\",
    "\033_GQ\033\\",
    "\033[<0;10;10m\033[<2;10;10M\033[<35;10;10M\033[<4;10;10M\033[<0;10M\033[<0;;M\033[<;1;1M\033[M !!",
    "\033[<0;9999;9999M\033[<0;0;0M\033[<64;500;1M\033[<99999999999;1;1M", /* nothing is there */
    "\033[I\033[O",
};

static void sequences_that_are_not_known_change_nothing(void **state)
{
    static const char *const types[] = {"xterm-256color", "screen", "linux", "vt100"};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        set(fixture, "TERM", types[i]);
        struct terminal *terminal = open_filtered(fixture);
        for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++) {
            terminal_type(terminal, unknown[k]);
            expect_unmoved(terminal);
        }
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

static void an_unknown_key_says_so(void **state)
{
    struct terminal *terminal = open_filtered(*state);
    terminal_keys(terminal, "M-f");
    expect_in_row(terminal, PROMPT_ROW, "Alt-f does nothing here; ? shows what the keys do");
    terminal_keys(terminal, "M-S-Up");
    expect_in_row(terminal, PROMPT_ROW, "Alt-Shift-↑ does nothing here");
    terminal_keys(terminal, "j");
    expect_gone(terminal, "does nothing");
    terminal_keys(terminal, "L");
    expect_text(terminal, "Messages");
    expect_absent(terminal, "does nothing");
}

/* The byte of Esc, alone. */
static void escape_is_still_a_key(void **state)
{
    struct terminal *terminal = open_filtered(*state);
    terminal_type(terminal, "\033");
    expect_gone(terminal, "/8312");
}

static void any_key_can_be_bound(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config",
                    "[keys]\norder = Ctrl-Right F13\nzone = Alt-z Shift-F5\nhelp = Alt-Up\n", 0600);
    struct terminal *terminal = open_filtered(fixture);
    terminal_keys(terminal, "C-Right");
    expect_text(terminal, "oldest first");
    terminal_type(terminal, "\033[25~");
    expect_gone(terminal, "oldest first");
    terminal_keys(terminal, "M-z");
    expect_text(terminal, "Start (UTC)");
    terminal_keys(terminal, "S-F5");
    expect_gone(terminal, "Start (UTC)");
    terminal_keys(terminal, "M-Up PgDn PgDn");
    expect_text(terminal, "Alt-z Shift-F5"); /* as the help has it */
}

static void the_prompt_moves_by_words(void **state)
{
    struct terminal *terminal = open_filtered(*state);
    terminal_keys(terminal, "/ C-u");
    terminal_type(terminal, "claus 8312 x");
    terminal_keys(terminal, "C-Left C-Left 0");
    expect_in_row(terminal, PROMPT_ROW, "/claus 08312 x");
    terminal_keys(terminal, "M-f 1");
    expect_in_row(terminal, PROMPT_ROW, "/claus 083121 x");
    terminal_keys(terminal, "M-b M-d");
    expect_in_row(terminal, PROMPT_ROW, "/claus  x");
    terminal_keys(terminal, "M-Backspace");
    expect_in_row(terminal, PROMPT_ROW, "/ x");
}

/* The parts of a sequence come with a pause between them. Nothing is drawn any more when they begin: the
 * terminal could answer that it has been, between them, which none does that writes a sequence at a time. */
static void send_parts(struct terminal *terminal, const char *const *parts)
{
    expect_stable(terminal, SETTLED, NULL, NULL);
    for (; *parts != NULL; parts++) {
        terminal_type(terminal, *parts);
        expect_stable(terminal, PAUSE, NULL, NULL);
    }
}

static void a_sequence_in_parts_is_one(void **state)
{
    struct fixture *fixture = *state;
    set(fixture, "ESCDELAY", "10000");
    struct terminal *terminal = open_filtered(fixture);
    expect_selected(terminal, "2020-10-23");
    send_parts(terminal, (const char *const[]){"\033", "[", "B", NULL});
    expect_selected(terminal, "2020-10-22");
    send_parts(terminal, (const char *const[]){"\033[1", ";", "5", "C", NULL});
    send_parts(terminal, (const char *const[]){"\033]11;rgb:", "quit", "\033", "\\", NULL});
    expect_unmoved(terminal);
}

static void letters_survive_any_portion(void **state)
{
    struct fixture *fixture = *state;
    set(fixture, "ESCDELAY", "10000"); /* however slow the machine */
    struct terminal *terminal = open_filtered(fixture);
    terminal_keys(terminal, "/ C-u");
    terminal_type(terminal, "s");
    expect_in_row(terminal, PROMPT_ROW, "/s");
    expect_text(terminal, "· /s");
    expect_text(terminal, " hits");
    send_parts(terminal, (const char *const[]){"\303", "\270g", NULL});
    expect_in_row(terminal, PROMPT_ROW, "/søg");
    terminal_type(terminal, " \346bc"); /* Latin-1 */
    expect_in_row(terminal, PROMPT_ROW, "/søg \357\277\275bc");
}

static void a_paste_without_an_end_locks_nothing(void **state)
{
    struct terminal *terminal = open_filtered(*state);
    terminal_keys(terminal, "/ C-u");
    terminal_type(terminal, "\033[200~4583");
    expect_in_row(terminal, PROMPT_ROW, "/4583");
    terminal_keys(terminal, "C-c"); /* ends the paste */
    expect_stable(terminal, PAUSE, NULL, NULL);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "· /4583");
    terminal_keys(terminal, "/ C-u");
    terminal_type(terminal, "\033[200~8312");
    expect_in_row(terminal, PROMPT_ROW, "/8312");
    bool kept = false; /* by the first Enter that comes after a second without bytes */
    for (int tries = 0; tries < 10 && !kept; tries++) {
        terminal_keys(terminal, "Enter");
        kept = terminal_wait_for(terminal, "· /8312", LONGER_THAN_A_PASTE_RESTS);
    }
    expect_that(terminal, kept);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(sequences_that_are_not_known_change_nothing),
        TEST(an_unknown_key_says_so),
        TEST(escape_is_still_a_key),
        TEST(any_key_can_be_bound),
        TEST(the_prompt_moves_by_words),
        TEST(a_sequence_in_parts_is_one),
        TEST(letters_survive_any_portion),
        TEST(a_paste_without_an_end_locks_nothing),
    };
    return cmocka_run_group_tests_name("typing", tests, NULL, NULL);
}
