/* Calls that cannot be played or not heard, and what the screen says then; and a screen that is not disturbed by what
 * plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/process.h"

enum { ROWS = 24, COLUMNS = 80, TITLE = ROWS - 3, TITLE_OF_FAULT = ROWS - 5, QUIET = 500 /* ms */ };

#define OF_AUDIO "&match=calls/recordings/"

/* A minute of tones; faults of the server, and a player. */
static struct terminal *open_tones(struct fixture *fixture, enum hearing_player player, const char *fault)
{
    hearing_use(fixture, player);
    fixture_serve(fixture, HEARING_TONES);
    hearing_add(fixture, 60, 7);
    if (fault)
        assert_true(server_tell(fixture->server, fault));
    return hearing_open(fixture, ROWS, COLUMNS, "0:01:00");
}

static void mend(struct fixture *fixture)
{
    assert_true(server_tell(fixture->server, "clear-faults"));
}

static void what_is_cut_is_played_and_asked_for_again(void **state)
{
    struct terminal *terminal = open_tones(*state, HEARING_SOUND, "fault?kind=no-range" OF_AUDIO);
    assert_true(server_tell(((struct fixture *)*state)->server, "fault?kind=cut&after=60000" OF_AUDIO));
    terminal_keys(terminal, "p Space");
    expect_in_row(terminal, TITLE, "paused · cut after 0:");
    expect_in_row(terminal, TITLE, " of 1:00; r tries again");
    expect_text(terminal, "cut after 0:"); /* and a message says why */
    mend(*state);
    terminal_keys(terminal, "r");
    expect_in_row(terminal, TITLE, "paused · call ");
    expect_in_row(terminal, TITLE, " / 1:00 ");
}

static void the_server_s_words_are_shown(void **state)
{
    struct terminal *terminal =
        open_tones(*state, HEARING_SOUND, "fault?kind=status&status=404&text=Gone" OF_AUDIO);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE_OF_FAULT + 1, "(404)");
    expect_in_row(terminal, TITLE_OF_FAULT + 2, "\"Gone\")");
    expect_in_row(terminal, TITLE_OF_FAULT, "not played · r tries again · call ");
    mend(*state);
    terminal_keys(terminal, "r");
    expect_in_row(terminal, TITLE, "playing · call ");
}

static void a_page_is_no_audio(void **state)
{
    struct terminal *terminal = open_tones(*state, HEARING_SOUND, "fault?kind=html" OF_AUDIO);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE_OF_FAULT, "not played · ");
    expect_in_row(terminal, TITLE_OF_FAULT + 1, "page");
    mend(*state);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE, "playing · call ");
}

static void what_is_slow_says_how_far_it_is(void **state)
{
    struct terminal *terminal = open_tones(*state, HEARING_SOUND, "fault?kind=drip&rate=20000" OF_AUDIO);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE, "fetching, ");
    expect_in_row(terminal, TITLE, " %");
    expect_in_row(terminal, TITLE, "playing, fetching, ");
    expect_in_row(terminal, TITLE, " so far");
    expect_in_row(terminal, TITLE + 1, "░");
    expect_until(terminal, hearing_is_beyond, &(int){2});
    expect_gone(terminal, "░");
    expect_in_row(terminal, TITLE, " / 1:00 ");
}

/* It is said within a moment, with a line that can be copied, and never that it plays. */
static void expect_silence(struct terminal *terminal, long call)
{
    char line[80];
    snprintf(line, sizeof line, " tapedeck audio %ld | mpv -", call);
    expect_in_row(terminal, ROWS - 4, "no sound device: nothing is heard here");
    expect_in_row(terminal, ROWS - 2, "on your own machine: ssh ");
    expect_in_row(terminal, ROWS - 2, line);
    expect_in_row(terminal, ROWS - 3, "│");
    expect_in_row(terminal, ROWS - 1, "nothing is heard here");
    expect_absent(terminal, "playing");
    expect_absent(terminal, "paused");
}

static bool is_said_twice(struct terminal *terminal, void *context)
{
    static const char said[] = "warning: nothing is heard here";
    (void)context;
    const char *first = strstr(screen_text(terminal_screen(terminal)), said);
    return first && strstr(first + sizeof said, said);
}

static void nothing_plays_silently(void **state)
{
    struct fixture *fixture = *state;
    static const enum hearing_player players[] = {HEARING_DEAF, HEARING_DEVICE};
    fixture_serve(fixture, HEARING_TONES);
    long call = hearing_add(fixture, 60, 7);
    for (size_t i = 0; i < sizeof players / sizeof *players; i++) {
        hearing_use(fixture, players[i]);
        struct terminal *terminal = hearing_open(fixture, ROWS, COLUMNS, "0:01:00");
        terminal_keys(terminal, "p");
        expect_silence(terminal, call);
        terminal_keys(terminal, "Space L"); /* it is said again, whatever that does */
        expect_until(terminal, is_said_twice, NULL);
        expect_in_row(terminal, ROWS - 4, "no sound device: nothing is heard here");
        terminal_keys(terminal, "q");
        terminal_resize(terminal, 10, 40);
        expect_in_row(terminal, 8, "no sound device: nothing is heard here");
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

static void a_player_that_is_missing_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_tones(fixture, HEARING_NONE, NULL);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE_OF_FAULT, "not played · ");
    expect_in_row(terminal, TITLE_OF_FAULT + 1, "mpv, which is not installed");
    expect_in_row(terminal, TITLE_OF_FAULT + 2, "install mpv");
    terminal_keys(terminal, "j k ? q"); /* all else works */
    terminal_keys(terminal, "P");
    expect_gone(terminal, "not played");
}

/* It waits with the program, and goes on with it. */
static void a_suspended_program_plays_nothing(void **state)
{
    struct fixture *fixture = *state;
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    hearing_add(fixture, 60, 7);
    struct terminal *terminal = fixture_open_in_shell(fixture, ROWS, COLUMNS, "$TAPEDECK\r");
    expect_text(terminal, "1 of 1 agent complete");
    terminal_keys(terminal, "p");
    expect_until(terminal, hearing_is_beyond, &(int){2});
    int position = hearing_position(terminal);
    terminal_keys(terminal, "C-z");
    expect_text(terminal, "Stopped");
    terminal_type(terminal, "sleep 4; fg\r");
    expect_text(terminal, "▸");
    expect_in_row(terminal, TITLE, "playing");
    expect_that(terminal, hearing_position(terminal) < position + 3);
    expect_until(terminal, hearing_is_beyond, &(int){position + 2});
}

/* What it does cannot be known, and so is not claimed. */
static void a_command_of_the_users_is_started_and_stopped(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config",
                    "[audio]\nplayer = cat >/dev/null; sleep 300\n", 0600);
    struct terminal *terminal = open_tones(fixture, HEARING_DEVICE, NULL);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE, "playing by your own command: start and stop only");
    expect_in_row(terminal, ROWS - 1, "  Space stop  ? help  P stop  ");
    terminal_keys(terminal, ".");
    expect_in_row(terminal, ROWS - 1, "your own command plays: it can be started and stopped only");
    expect_that(terminal, !screen_find_in_row(terminal_screen(terminal), TITLE + 1, "│", NULL));
    terminal_keys(terminal, "P");
    expect_gone(terminal, "playing by");
}

static size_t bytes_sent(struct terminal *terminal)
{
    size_t length = 0;
    screen_raw(terminal_screen(terminal), &length);
    return length;
}

/* The clock and the sign of the position: nothing else is sent, and nothing where nothing moves. */
static void playing_sends_a_few_bytes_a_second(void **state)
{
    enum { FROM = 3, SECONDS = 5, BYTES_A_SECOND = 150 };
    struct terminal *terminal = open_tones(*state, HEARING_SOUND, NULL);
    terminal_keys(terminal, "p");
    expect_until(terminal, hearing_is_beyond, &(int){FROM});
    size_t before = bytes_sent(terminal);
    expect_until(terminal, hearing_is_beyond, &(int){FROM + SECONDS});
    size_t sent = bytes_sent(terminal) - before;
    if (sent > (size_t)SECONDS * BYTES_A_SECOND)
        fail_msg("%zu bytes in %d seconds", sent, (int)SECONDS);
    terminal_keys(terminal, "Space");
    expect_in_row(terminal, TITLE, "paused");
    expect_stable(terminal, QUIET, NULL, NULL);
    before = bytes_sent(terminal);
    long wakes = process_status_value(terminal_process(terminal), "voluntary_ctxt_switches");
    expect_stable(terminal, 3 * QUIET, NULL, NULL);
    assert_int_equal(bytes_sent(terminal), before);
    wakes = process_status_value(terminal_process(terminal), "voluntary_ctxt_switches") - wakes;
    if (wakes > 5)
        fail_msg("woke up %ld times while nothing moved", wakes);
}

/* A thousand keys while it plays; then the screen is as true as ever, and ends in order. */
static void random_keys_do_no_harm(void **state)
{
    static const char *const keys[] = {"p", "Space", ",",     ".",   "<",     ">",    "(", ")", "z",
                                       "P", "Tab",   "Left",  "j",   "k",     "?",    "q", "t", "1",
                                       ":", "3",     "Enter", "Esc", "Right", "r",    "g", "G", "c",
                                       "/", "4",     "L",     "u",   "o",     "PgUp", "d", "D", "x"};
    enum { KEYS = 1000, IN_A_ROW = 20 };
    const char *given = getenv("TEST_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : 1;
    struct fixture *fixture = *state;
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TALK);
    for (int digit = 0; digit < 10; digit++)
        hearing_add(fixture, 30 + digit, digit);
    struct terminal *terminal = hearing_open(fixture, ROWS, COLUMNS, "0:00:39");
    print_message("TEST_SEED=%u\n", seed);
    srandom(seed);
    for (int i = 0; i < KEYS; i++) {
        const char *key = keys[(size_t)random() % (sizeof keys / sizeof *keys)];
        if (strcmp(key, "q") != 0 || screen_find(terminal_screen(terminal), "▸ Help", NULL))
            terminal_keys(terminal, key);
        if (i % IN_A_ROW == 0)
            terminal_pump(terminal, QUIET / 20);
    }
    terminal_keys(terminal, "Esc Esc Esc Esc Esc Esc P");
    expect_gone(terminal, "♪");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_true(terminal_echoes(terminal) && terminal_is_canonical(terminal));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_cut_is_played_and_asked_for_again),
        TEST(the_server_s_words_are_shown),
        TEST(a_page_is_no_audio),
        TEST(what_is_slow_says_how_far_it_is),
        TEST(nothing_plays_silently),
        TEST(a_player_that_is_missing_is_told),
        TEST(a_suspended_program_plays_nothing),
        TEST(a_command_of_the_users_is_started_and_stopped),
        TEST(playing_sends_a_few_bytes_a_second),
        TEST(random_keys_do_no_harm),
    };
    return cmocka_run_group_tests_name("deck_trouble", tests, NULL, NULL);
}
