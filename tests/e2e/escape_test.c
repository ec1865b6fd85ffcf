/* Text from the server is text: names, numbers and file names with control sequences in them change nothing
 * on the screen, in its title, in lists, in messages or in the log. The demo server has one of 23 oddities in
 * every third recording, and odd names of agents and queues. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY                                                                                              \
    "--agents 9 --recordings 3000 --agent-recordings 103=300 --seed 3 --until 2024-05-17 --fault kind=odd"

/* What a place for text lets through besides printable characters. */
struct license {
    const char *controls; /* below blank */
    bool direction;       /* what turns the direction of text: part of the data where a program reads them */
};

static const struct license of_lines = {"\n", false};
static const struct license of_json = {"\n", true};
static const struct license of_csv = {"\r\n\t", true};
static const struct license of_title = {"", false};
static const struct license of_screen = {"\033\r\n\b", false};

static bool turns_direction(uint32_t character)
{
    return character == 0x200e || character == 0x200f || (character >= 0x202a && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

static bool is_harmful(uint32_t character, const struct license *license)
{
    if (character < 0x20)
        return !character || !strchr(license->controls, (int)character);
    return (character >= 0x7f && character < 0xa0) || (!license->direction && turns_direction(character));
}

/* The place of the first harmful character, or of bytes that are no UTF-8; NULL if there is none. */
static const char *find_harm(const char *text, size_t length, const struct license *license)
{
    for (size_t at = 0; at < length;) {
        uint32_t character = 0;
        size_t size = text[at] ? utf8_decode(text + at, &character) : 1;
        bool broken = size == 1 && character == 0xfffd;
        if (broken || is_harmful(character, license))
            return text + at;
        at += size;
    }
    return NULL;
}

static void expect_harmless(const char *what, const char *text, size_t length, const struct license *license)
{
    const char *harm = find_harm(text, length, license);
    if (harm)
        print_error("%s: byte 0x%02x at %zu\n", what, (unsigned char)*harm, (size_t)(harm - text));
    assert_true(length > 0);
    assert_null(harm);
}

/* The only strings are the question for the background and our own title, with nothing but its text in it. */
static void expect_strings_harmless(const char *raw)
{
    static const char *const begins[] = {"\033]11;?\033\\", "\033]2;tapedeck · "};
    for (const char *at = raw; (at = strstr(at, "\033]")) != NULL; at += 2) {
        bool is_ours = strncmp(at, begins[0], strlen(begins[0])) == 0;
        if (!is_ours && strncmp(at, begins[1], strlen(begins[1])) == 0)
            is_ours = strncmp(strchr(at + 1, '\033'), "\033\\", 2) == 0;
        assert_true(is_ours);
    }
}

/* Everything that went to the terminal, where sequences that curses sends are expected, but none that copies, or
 * rings; and none of those that the server tries. */
static void expect_screen_harmless(struct terminal *terminal)
{
    size_t length;
    const char *raw = screen_raw(terminal_screen(terminal), &length);
    expect_harmless("the screen", raw, length, &of_screen);
    expect_strings_harmless(raw);
    expect_never_sent(terminal, "\033P");
    expect_never_sent(terminal, "\033_");
    expect_never_sent(terminal, "\033^");
    expect_never_sent(terminal, "\033[2J\033[31m");
    expect_never_sent(terminal, "\033[31mRed");
    assert_int_equal(screen_bells(terminal_screen(terminal)), 0);
    assert_null(screen_copied(terminal_screen(terminal)));
    const char *title = screen_title(terminal_screen(terminal));
    expect_harmless("the title", title, strlen(title), &of_title);
}

static void on_the_screen(void **state)
{
    static const char *const arguments[] = {"--agent", "103", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 60, 140, arguments);
    expect_text(terminal, "302 recordings");
    expect_text(terminal, "complete as of");
    expect_text(terminal, "[31mRed");
    /* Every line once, with its details, and filtered. */
    for (int page = 0; page < 12; page++) {
        terminal_keys(terminal, "PgDn");
        expect_stable(terminal, 20, NULL, NULL);
    }
    terminal_keys(terminal, "/ Red");
    expect_text(terminal, "hit");
    expect_text(terminal, "owned");
    terminal_keys(terminal, "Enter Tab");
    expect_stable(terminal, 50, NULL, NULL);
    expect_screen_harmless(terminal);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_screen_harmless(terminal);
}

/* Failures name the agent, the question about fetching anew does, and the address of a redirect is the
 * server's. */
static void in_messages(void **state)
{
    static const char *const arguments[] = {"--agent", "103", "--log", "log", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 24, 200, arguments);
    expect_text(terminal, "302 recordings");
    terminal_keys(terminal, "R");
    expect_text(terminal, "anew?");
    server_tell(fixture->server, "fault?kind=redirect&location=http://127.0.0.1:9/%1b]0;owned%07%c2%9b1m"
                                 "%e2%80%aex&match=/recordings");
    terminal_keys(terminal, "y");
    expect_text(terminal, "127.0.0.1:9");
    terminal_keys(terminal, "L");
    expect_text(terminal, "Messages");
    expect_stable(terminal, 50, NULL, NULL);
    expect_screen_harmless(terminal);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    char *log = workspace_read(fixture->workspace, "home/log");
    assert_non_null(log);
    assert_non_null(strstr(log, "127.0.0.1:9"));
    expect_harmless("the log", log, strlen(log), &of_lines);
    free(log);
}

static bool has_copied_anew(struct terminal *terminal, void *before)
{
    const char *copied = screen_copied(terminal_screen(terminal));
    return copied && (!before || strcmp(copied, before) != 0);
}

/* What is pasted into a shell. */
static void on_the_clipboard(void **state)
{
    static const char *const arguments[] = {"--agent", "103", NULL}, *const keys[] = {"Y n", "Y l", "Y c"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 24, 140, arguments);
    expect_text(terminal, "302 recordings");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "caller:owned");
    expect_text(terminal, "owned");
    expect_text(terminal, "hit");
    terminal_keys(terminal, "Enter c");
    expect_text(terminal, "first known");
    char *before = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        terminal_keys(terminal, keys[i]);
        expect_until(terminal, has_copied_anew, before);
        free(before);
        before = copy_text(screen_copied(terminal_screen(terminal)));
        expect_harmless(keys[i], before, strlen(before), &of_title);
    }
    free(before);
}

static void run_and_expect_harmless(struct fixture *fixture, const char *command, const char *format,
                                    const struct license *license)
{
    const char *const agents[] = {"agents", "--format", format, "--log", "log", NULL};
    const char *const list[] = {"list", "--agent", "103", "--format", format, "--log", "log", NULL};
    bool is_list = strcmp(command, "list") == 0;
    struct command *run = fixture_run_list(fixture, is_list ? list : agents);
    size_t length;
    const char *text = command_output(run, &length);
    assert_int_equal(command_status(run), 0);
    assert_non_null(strstr(text, "[31mRed"));
    expect_harmless(format, text, length, license);
    text = command_errors(run, &length);
    if (length)
        expect_harmless("the errors", text, length, &of_lines);
}

static void in_every_format(void **state)
{
    static const struct {
        const char *format;
        const struct license *license;
    } formats[] = {{"table", &of_lines}, {"json", &of_json}, {"jsonl", &of_json}, {"csv", &of_csv}};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        run_and_expect_harmless(fixture, "agents", formats[i].format, formats[i].license);
        run_and_expect_harmless(fixture, "list", formats[i].format, formats[i].license);
    }
    const struct command *sync = fixture_run(fixture, "sync", "--log", "log");
    size_t length;
    const char *errors = command_errors(sync, &length);
    assert_int_equal(command_status(sync), 0);
    assert_non_null(strstr(errors, "[31mRed"));
    expect_harmless("what sync says", errors, length, &of_lines);
    char *log = workspace_read(fixture->workspace, "home/log");
    assert_non_null(log);
    expect_harmless("the log", log, strlen(log), &of_lines);
    free(log);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(on_the_screen),
        TEST(in_messages),
        TEST(on_the_clipboard),
        TEST(in_every_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
