/* The harness itself, proven on small shell programs. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/latency.h"
#include "tests/e2e/process.h"
#include "tests/e2e/tapedeck.h"

/* Runs a shell script in the fixture's terminal. */
static struct terminal *open_script(struct fixture *fixture, const char *script, int rows, int columns)
{
    const char *const arguments[] = {"sh", "-c", script, NULL};
    struct terminal_options options = {
        .rows = rows,
        .columns = columns,
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = workspace_path(fixture->workspace, "home"),
    };
    terminal_free(&fixture->terminal);
    fixture->terminal = terminal_start(&options);
    return fixture->terminal;
}

static struct command *run_script(struct fixture *fixture, const char *script, const char *input)
{
    const char *const arguments[] = {"sh", "-c", script, NULL};
    struct command_options options = {
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .input = input,
    };
    command_free(&fixture->command);
    fixture->command = command_run(&options);
    return fixture->command;
}

static void shows_text(void **state)
{
    struct terminal *terminal =
        open_script(*state, "printf 'one\\r\\n  two  \\r\\n'; read x; printf 'got %s' $x", 4, 20);
    struct screen *screen = terminal_screen(terminal);
    struct position at = {-1, -1};
    expect_text(terminal, "two");
    expect_row(terminal, 0, "one");
    expect_row(terminal, 1, "  two");
    assert_string_equal(screen_text(screen), "one\n  two\n");
    assert_true(screen_find(screen, "two", &at));
    assert_int_equal(at.row, 1);
    assert_int_equal(at.column, 2);
    expect_absent(terminal, "three");
    assert_false(terminal_wait_for(terminal, "three", 30));
    terminal_keys(terminal, "abc Enter");
    expect_text(terminal, "got abc");
    expect_exit(terminal, 0);
}

static void shows_wide_characters(void **state)
{
    struct terminal *terminal = open_script(*state, "printf 'æ日本e\\314\\201🎧|end'", 3, 20);
    struct screen *screen = terminal_screen(terminal);
    struct position at = {0, 0};
    expect_exit(terminal, 0);
    expect_row(terminal, 0, "æ日本e\xCC\x81🎧|end");
    assert_true(screen_find(screen, "|end", &at));
    assert_int_equal(at.column, 8);
    assert_true(screen_find(screen, "本", &at));
    assert_int_equal(at.column, 3);
    assert_int_equal(screen_cell(screen, 0, 1).width, 2);
    assert_int_equal(screen_cell(screen, 0, 2).width, 0);
    assert_string_equal(screen_cell(screen, 0, 5).text, "e\xCC\x81");
    assert_int_equal(screen_cursor(screen).column, 12);
}

static void shows_attributes(void **state)
{
    static const char script[] =
        "printf '\\033[1mB\\033[0;2mD\\033[22;7mR\\033[0;4mU\\033[0;31mr\\033[38;5;2mg\\033[0;38;2;2;22;3mt"
        "\\033[0;48;5;236mb\\033[0;1;2;3mx\\033[mn'";
    struct terminal *terminal = open_script(*state, script, 2, 20);
    struct screen *screen = terminal_screen(terminal);
    expect_exit(terminal, 0);
    expect_row(terminal, 0, "BDRUrgtbxn");
    assert_true(screen_cell(screen, 0, 0).bold);
    assert_true(screen_cell(screen, 0, 1).dim && !screen_cell(screen, 0, 1).bold);
    assert_true(screen_cell(screen, 0, 2).reverse && !screen_cell(screen, 0, 2).dim);
    assert_true(screen_cell(screen, 0, 3).underline);
    assert_int_equal(screen_cell(screen, 0, 3).foreground.kind, COLOUR_DEFAULT);
    assert_int_equal(screen_cell(screen, 0, 4).foreground.kind, COLOUR_PALETTE);
    assert_int_equal(screen_cell(screen, 0, 4).foreground.index, 1);
    assert_int_equal(screen_cell(screen, 0, 5).foreground.index, 2);
    assert_false(screen_cell(screen, 0, 5).dim);
    assert_int_equal(screen_cell(screen, 0, 6).foreground.kind, COLOUR_RGB);
    assert_int_equal(screen_cell(screen, 0, 6).foreground.green, 22);
    assert_false(screen_cell(screen, 0, 6).dim);
    assert_int_equal(screen_cell(screen, 0, 7).background.index, 236);
    assert_true(screen_cell(screen, 0, 8).bold && screen_cell(screen, 0, 8).dim &&
                screen_cell(screen, 0, 8).italic);
    assert_false(screen_cell(screen, 0, 9).dim);
    assert_int_equal(screen_reversed_row(screen, 0), 0);
    assert_int_equal(screen_reversed_row(screen, 1), -1);
}

static void sequences_may_be_cut_anywhere(void **state)
{
    (void)state;
    static const char bytes[] = "\033[2mæ\033[0m\033]0;title\a\033]52;c;KzQ1ODMxMjM0NTY=\033\\\033[?"
                                "2004h\033[5;38;5;2mz\033\033[1m\033[m日";
    struct screen *screen = screen_new(2, 10, NULL, NULL);
    for (size_t i = 0; i < sizeof(bytes) - 1; i++)
        screen_feed(screen, bytes + i, 1);
    assert_string_equal(screen_row(screen, 0), "æz日");
    assert_true(screen_cell(screen, 0, 0).dim);
    assert_true(screen_cell(screen, 0, 1).blink);
    assert_int_equal(screen_cell(screen, 0, 1).foreground.index, 2);
    assert_string_equal(screen_title(screen), "title");
    assert_string_equal(screen_copied(screen), "+4583123456");
    assert_true(screen_has_paste(screen));
    screen_free(&screen);
}

static void follows_the_modes(void **state)
{
    static const char script[] =
        "printf '\\033[?1049h\\033[?25l\\033]2;name\\007\\007\\033[?1000;1006h'; read x;"
        "printf '\\033[?1049l\\033[?25h\\033[?1000l'; read x";
    struct terminal *terminal = open_script(*state, script, 5, 20);
    struct screen *screen = terminal_screen(terminal);
    expect_stable(terminal, 50, NULL, NULL);
    expect_that(terminal, screen_is_alternate(screen));
    expect_that(terminal, !screen_cursor_visible(screen));
    expect_that(terminal, screen_has_mouse(screen));
    assert_string_equal(screen_title(screen), "name");
    assert_int_equal(screen_bells(screen), 1);
    assert_true(screen_raw_contains(screen, "\033]2;name", 8));
    expect_never_sent(terminal, "\033]2;other");
    terminal_keys(terminal, "Enter");
    expect_stable(terminal, 50, NULL, NULL);
    expect_that(terminal,
                !screen_is_alternate(screen) && screen_cursor_visible(screen) && !screen_has_mouse(screen));
    terminal_keys(terminal, "Enter");
    expect_exit(terminal, 0);
}

/* Types keys at a program that shows its input's bytes, with the modes that `prepare` sets. */
static void expect_bytes(struct fixture *fixture, const char *prepare, const char *keys, const char *bytes)
{
    struct buffer script = {0};
    buffer_format(&script, "stty raw -echo; printf '%s>'; dd bs=1 count=%zu 2>/dev/null | od -An -tx1",
                  prepare, (strlen(bytes) + 1) / 3);
    struct terminal *terminal = open_script(fixture, script.data, 8, 60);
    buffer_clear(&script);
    expect_text(terminal, ">");
    terminal_keys(terminal, keys);
    expect_text(terminal, bytes);
    expect_exit(terminal, 0);
}

static void sends_keys(void **state)
{
    expect_bytes(*state, "", "Up PgDn F5 F1 S-Tab", "1b 5b 41 1b 5b 36 7e 1b 5b 31 35 7e 1b 4f");
    expect_bytes(*state, "\\033[?1h", "Up Home End", "1b 4f 41 1b 4f 48 1b 4f 46");
    expect_bytes(*state, "", "Enter Tab Space Backspace Del", "0d 09 20 7f 1b 5b 33 7e");
    expect_bytes(*state, "", "Esc", "1b 5b 32 37 75");
    expect_bytes(*state, "", "S-Tab C-c C-z C-i M-x C-", "1b 5b 5a 03 1a 09 1b 78 43 2d");
    expect_bytes(*state, "", "æ ab - F F13", "c3 a6 61 62 2d 46 46 31 33");
}

static void pastes_and_clicks(void **state)
{
    struct terminal *terminal =
        open_script(*state, "stty raw -echo; printf '\\033[?2004h>'; head -c 14 | od -An -c", 8, 80);
    expect_text(terminal, ">");
    terminal_paste(terminal, "ab");
    expect_text(terminal, "033   [   2   0   0   ~   a   b 033   [   2   0   1   ~");
    expect_exit(terminal, 0);
    terminal = open_script(
        *state, "stty raw -echo; printf '\\033[?1000h\\033[?1006h>'; head -c 18 | od -An -c", 8, 80);
    expect_text(terminal, ">");
    terminal_click(terminal, 1, 4, 1);
    expect_text(terminal, "033   [   <   0   ;   5   ;   2   M 033   [   <   0   ;   5   ;");
}

static void answers_questions(void **state)
{
    struct terminal *terminal =
        open_script(*state, "stty raw -echo; printf '\\033[3;4H\\033[6n'; head -c 6 | od -An -c", 8, 60);
    expect_text(terminal, "033   [   3   ;   4   R");
    expect_exit(terminal, 0);
}

static void resizes(void **state)
{
    static const char script[] = "trap 'stty size' WINCH; stty size; while :; do read x && exit 3; done";
    struct terminal *terminal = open_script(*state, script, 10, 40);
    struct screen *screen = terminal_screen(terminal);
    expect_text(terminal, "10 40");
    terminal_resize(terminal, 30, 120);
    expect_text(terminal, "30 120");
    assert_int_equal(screen_rows(screen), 30);
    assert_int_equal(screen_columns(screen), 120);
    terminal_resize(terminal, 4, 12);
    expect_text(terminal, "4 12");
    terminal_keys(terminal, "Enter");
    expect_exit(terminal, 3);
}

static void tells_the_exit_status(void **state)
{
    struct terminal *terminal = open_script(*state, "exit 7", 5, 20);
    expect_exit(terminal, 7);
    assert_true(terminal_has_ended(terminal));
    terminal = open_script(*state, "read x", 5, 20);
    int status = 0;
    assert_false(terminal_wait_exit(terminal, &status, 30));
    terminal_signal(terminal, SIGTERM);
    expect_exit(terminal, 128 + SIGTERM);
    terminal = open_script(*state, "exec no-such-program-here", 5, 60);
    expect_exit(terminal, 127);
}

static void tells_of_a_missing_program(void **state)
{
    struct fixture *fixture = *state;
    const char *const arguments[] = {"no-such-program-here", NULL};
    char *const environment[] = {NULL};
    struct terminal_options options = {.arguments = arguments, .environment = environment};
    fixture->terminal = terminal_start(&options);
    expect_exit(fixture->terminal, 127);
    expect_text(fixture->terminal, "cannot run no-such-program-here");
}

/* The tear-down ends even a program that does not want to. */
static void kills_what_still_runs(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal =
        open_script(fixture, "trap '' HUP TERM INT; echo on; while :; do read x; done", 5, 20);
    expect_text(terminal, "on");
    pid_t process = terminal_process(terminal);
    terminal_free(&fixture->terminal);
    assert_int_equal(kill(process, 0), -1);
}

static void stops_and_continues(void **state)
{
    struct terminal *terminal = open_script(*state, "echo before; kill -STOP $$; echo after", 5, 20);
    int signal_number = 0;
    assert_true(terminal_wait_stop(terminal, &signal_number, TERMINAL_LIMIT));
    assert_int_equal(signal_number, SIGSTOP);
    expect_text(terminal, "before");
    expect_absent(terminal, "after");
    terminal_continue(terminal);
    expect_exit(terminal, 0);
    expect_text(terminal, "after");
    terminal = open_script(*state, "exit 0", 5, 20);
    assert_false(terminal_wait_stop(terminal, &signal_number, TERMINAL_LIMIT));
}

static void suspends_under_a_shell(void **state)
{
    struct terminal *terminal = open_script(*state, "PS1='$ ' exec bash --norc --noprofile -i", 10, 80);
    expect_row(terminal, 0, "$");
    terminal_type(terminal, "sh -c 'printf \"ready%d\\n\" 1; exec cat'\r");
    expect_row(terminal, 1, "ready1");
    terminal_keys(terminal, "C-z");
    expect_in_row(terminal, 3, "Stopped");
    expect_row(terminal, 4, "$");
    terminal_type(terminal, "fg\r");
    expect_in_row(terminal, 5, "exec cat'");
    terminal_type(terminal, "hello\r");
    expect_row(terminal, 6, "hello");
    expect_row(terminal, 7, "hello");
    terminal_keys(terminal, "C-d");
    terminal_type(terminal, "exit 4\r");
    expect_exit(terminal, 4);
}

static bool is_raw(struct terminal *terminal, void *context)
{
    (void)context;
    return !terminal_echoes(terminal) && !terminal_is_canonical(terminal);
}

static void tells_the_line_settings(void **state)
{
    struct terminal *terminal =
        open_script(*state, "read x; stty -echo -icanon; read x; stty echo; exit 0", 5, 20);
    assert_true(terminal_echoes(terminal) && terminal_is_canonical(terminal));
    terminal_keys(terminal, "Enter");
    expect_until(terminal, is_raw, NULL);
    terminal_keys(terminal, "Enter");
    expect_exit(terminal, 0);
    assert_true(terminal_echoes(terminal));
    assert_false(terminal_is_canonical(terminal));
}

static void environment_is_clean(void **state)
{
    struct fixture *fixture = *state;
    setenv("TESTS_LEAK", "1", 1);
    struct command *command =
        run_script(fixture, "echo $HOME $TERM $LC_ALL $TZ [$TESTS_LEAK]; ls -ld $XDG_DATA_HOME", NULL);
    struct buffer expected = {0};
    buffer_format(&expected, "%s xterm-256color C.UTF-8 Europe/Copenhagen []\ndrwx------",
                  workspace_path(fixture->workspace, "home"));
    assert_memory_equal(command_output(command, NULL), expected.data, expected.length);
    buffer_clear(&expected);
    unsetenv("TESTS_LEAK");
}

static void runs_commands(void **state)
{
    struct command *command = run_script(*state, "cat; echo wrong >&2; exit 5", "in\nput\n");
    assert_string_equal(command_output(command, NULL), "in\nput\n");
    assert_string_equal(command_errors(command, NULL), "wrong\n");
    assert_int_equal(command_status(command), 5);
    command = run_script(*state, "kill -KILL $$", NULL);
    assert_int_equal(command_status(command), 128 + SIGKILL);
    size_t length = 0;
    command = run_script(*state, "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2", NULL);
    command_output(command, &length);
    assert_int_equal(length, 300000);
    command_errors(command, &length);
    assert_int_equal(length, 300000);
}

static void limits_commands(void **state)
{
    struct fixture *fixture = *state;
    const char *const arguments[] = {
        "sh", "-c", "trap 'echo caught; exit 130' INT; echo ready; while :; do read x <&1; done", NULL};
    struct command_options options = {
        .arguments = arguments, .environment = environment_list(workspace_environment(fixture->workspace))};
    fixture->command = command_start(&options);
    assert_true(command_wait_for_output(fixture->command, "ready\n", COMMAND_LIMIT));
    assert_int_equal(command_status(fixture->command), -1);
    command_signal(fixture->command, SIGINT);
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    assert_int_equal(command_status(fixture->command), 130);
    command_free(&fixture->command);
    fixture->command = command_start(&options);
    assert_false(command_finish(fixture->command, 50));
    assert_true(command_timed_out(fixture->command));
}

static void keeps_files_in_the_workspace(void **state)
{
    (void)state;
    struct workspace *workspace = workspace_new();
    char *root = copy_text(workspace_path(workspace, ""));
    workspace_write(workspace, "config/tapedeck/config", "url = x\n", 0600);
    char *text = workspace_read(workspace, "config/tapedeck/config");
    assert_string_equal(text, "url = x\n");
    free(text);
    assert_int_equal(workspace_mode(workspace, "config/tapedeck/config"), 0600);
    assert_int_equal(workspace_mode(workspace, "config/tapedeck"), 0700);
    assert_false(workspace_exists(workspace, "data/nothing"));
    assert_null(workspace_read(workspace, "data/nothing"));
    workspace_free(&workspace);
    workspace = workspace_new();
    assert_int_equal(workspace_mode(workspace, "../no-such-folder"), -1);
    workspace_free(&workspace);
    assert_int_not_equal(access(root, F_OK), 0);
    free(root);
}

/* Stands in for the demo server: a shell script that tells an address where nobody, or a one-line answer, is.
 */
static const char *write_server(struct fixture *fixture, const char *script)
{
    workspace_write(fixture->workspace, "home/server", script, 0700);
    return workspace_path(fixture->workspace, "home/server");
}

static void starts_a_server(void **state)
{
    struct fixture *fixture = *state;
    const char *const options[] = {"--seed", "7", NULL};
    const char *program = write_server(
        fixture,
        "#!/bin/sh\n[ \"$*\" = '--seed 7' ] || exit 1\necho http://127.0.0.1:1/mot/greenbox\nread x <&1");
    fixture->server = server_start(program, options);
    assert_non_null(fixture->server);
    assert_string_equal(server_url(fixture->server), "http://127.0.0.1:1/mot/greenbox");
    assert_int_equal(server_port(fixture->server), 1);
    assert_null(server_control(fixture->server, "stats"));
    assert_int_equal(server_count(fixture->server, "stats", "x"), -1);
    server_stop(fixture->server);
    server_free(&fixture->server);
    assert_null(server_start(write_server(fixture, "#!/bin/sh\nexit 1\n"), NULL));
    assert_null(server_start(write_server(fixture, "#!/bin/sh\necho nonsense\n"), NULL));
}

static bool shows_answer(struct terminal *terminal, void *context)
{
    (void)context;
    return screen_cell(terminal_screen(terminal), 0, 0).text[0] == 'x';
}

static void measures_latency(void **state)
{
    static const char script[] = "stty raw -echo; printf 'o\\r'; while :; do k=$(head -c 1); [ $k = q ] && "
                                 "exit; printf '%s\\r' $k; done";
    struct terminal *terminal = open_script(*state, script, 5, 20);
    struct latency *latency = latency_new();
    expect_text(terminal, "o");
    assert_true(latency_measure(latency, terminal, "x", shows_answer, NULL, TERMINAL_LIMIT));
    assert_int_equal(latency_count(latency), 1);
    assert_true(latency_maximum(latency) > 0);
    for (int i = 1; i <= 99; i++)
        latency_add(latency, (int64_t)i * 1000000000000);
    assert_int_equal(latency_percentile(latency, 0.5) / 1000000000000, 49);
    assert_int_equal(latency_percentile(latency, 0.99) / 1000000000000, 98);
    assert_int_equal(latency_maximum(latency) / 1000000000000, 99);
    latency_free(&latency);
    assert_true(latency_memory(terminal) > 100);
    assert_true(latency_peak_memory(terminal) >= latency_memory(terminal));
    assert_true(process_cpu_time(terminal_process(terminal)) >= 0);
    terminal_keys(terminal, "q");
    expect_exit(terminal, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(shows_text),
        TEST(shows_wide_characters),
        TEST(shows_attributes),
        TEST(sequences_may_be_cut_anywhere),
        TEST(follows_the_modes),
        TEST(sends_keys),
        TEST(pastes_and_clicks),
        TEST(answers_questions),
        TEST(resizes),
        TEST(tells_the_exit_status),
        TEST(tells_of_a_missing_program),
        TEST(kills_what_still_runs),
        TEST(stops_and_continues),
        TEST(suspends_under_a_shell),
        TEST(tells_the_line_settings),
        TEST(environment_is_clean),
        TEST(runs_commands),
        TEST(limits_commands),
        TEST(keeps_files_in_the_workspace),
        TEST(starts_a_server),
        TEST(measures_latency),
    };
    return cmocka_run_group_tests_name("harness", tests, NULL, NULL);
}
