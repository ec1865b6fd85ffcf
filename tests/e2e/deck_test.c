/* Playing calls by the keys of the deck, and what the screen says of it meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"

enum { ROWS = 24, COLUMNS = 80, TITLE = ROWS - 3, QUIET = 500 /* ms */ };

/* A minute of tones, which is not played yet. */
static struct terminal *open_tones(struct fixture *fixture, int digit)
{
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    hearing_add(fixture, 60, digit);
    return hearing_open(fixture, ROWS, COLUMNS, "0:01:00");
}

struct marked {
    const char *sign, *length;
};

static bool is_marked(struct terminal *terminal, void *context)
{
    const struct marked *marked = context;
    struct screen *screen = terminal_screen(terminal);
    struct position length;
    return screen_find(screen, marked->length, &length) &&
           screen_find_in_row(screen, length.row, marked->sign, NULL);
}

/* The call of that length has the sign of what plays. */
static void expect_marked(struct terminal *terminal, const char *sign, const char *length)
{
    struct marked marked = {sign, length};
    expect_until(terminal, is_marked, &marked);
}

/* Nothing moves any more: it is paused, and that is on the screen. */
static void expect_paused(struct terminal *terminal)
{
    expect_in_row(terminal, TITLE, "paused");
    expect_stable(terminal, QUIET, NULL, NULL);
}

static void a_call_plays_pauses_and_stops(void **state)
{
    struct terminal *terminal = open_tones(*state, 7);
    expect_text(terminal, "max 1"); /* the timeline, which comes last */
    expect_stable(terminal, QUIET, NULL, NULL);
    char *before = copy_text(screen_text(terminal_screen(terminal)));
    expect_absent(terminal, "♪");
    terminal_keys(terminal, "p");
    expect_marked(terminal, "♪", "0:01:00");
    expect_in_row(terminal, TITLE, "playing · call ");
    expect_in_row(terminal, TITLE, " / 1:00");
    expect_until(terminal, hearing_is_beyond, &(int){2});
    terminal_keys(terminal, "Space");
    expect_paused(terminal);
    int position = hearing_position(terminal);
    expect_that(terminal, position >= 2 && position < 60);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE, "playing");
    expect_until(terminal, hearing_is_beyond, &(int){position + 2});
    terminal_keys(terminal, "P");
    expect_gone(terminal, "♪");
    expect_stable(terminal, QUIET, NULL, NULL);
    assert_string_equal(screen_text(terminal_screen(terminal)), before);
    free(before);
    terminal_keys(terminal, ".");
    expect_in_row(terminal, ROWS - 1, "nothing is played; p plays the selected call");
    terminal_keys(terminal, "p"); /* from where it was left */
    expect_until(terminal, hearing_is_beyond, &(int){position + 1});
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* The cell of the shape with the sign of the position. */
static int mark(struct terminal *terminal)
{
    struct position at = {0};
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), TITLE + 1, "│", &at));
    return at.column;
}

static void the_position_is_gone_to(void **state)
{
    struct terminal *terminal = open_tones(*state, 7);
    terminal_keys(terminal, "p Space");
    expect_paused(terminal);
    hearing_expect_position(terminal, 0);
    expect_that(terminal, mark(terminal) == 1);
    terminal_keys(terminal, ". . .");
    hearing_expect_position(terminal, 15);
    terminal_keys(terminal, ",");
    hearing_expect_position(terminal, 10);
    terminal_keys(terminal, "S-Tab t");
    expect_in_row(terminal, ROWS - 1, "a time in the call: 2:10");
    terminal_keys(terminal, "45");
    expect_in_row(terminal, ROWS - 1, "= 0:45");
    terminal_keys(terminal, "x Enter");
    expect_in_row(terminal, ROWS - 1, "this is no time in a call; write 2:10");
    terminal_keys(terminal, "C-u 0:30 Enter");
    hearing_expect_position(terminal, 30);
    expect_that(terminal, mark(terminal) == 1 + 78 / 2);
    terminal_keys(terminal, "Right Right Left");
    hearing_expect_position(terminal, 35);
    terminal_keys(terminal, "G");
    hearing_expect_position(terminal, 55);
    terminal_keys(terminal, "g");
    hearing_expect_position(terminal, 0);
    terminal_keys(terminal, ", ,");
    expect_paused(terminal);
    hearing_expect_position(terminal, 0);
}

/* Where the sounds begin, by the command that writes them: so many, in seconds. */
static void read_sounds(struct fixture *fixture, long call, int seconds[], int count)
{
    char number[24];
    snprintf(number, sizeof number, "%ld", call);
    const char *at = strstr(command_output(fixture_run(fixture, "peaks", number), NULL), "\"sounds_ms\":[");
    assert_non_null(at);
    at = strchr(at, '[');
    for (int i = 0; i < count; i++) {
        at = strchr(at + 1, '[');
        assert_non_null(at);
        seconds[i] = (int)(strtol(at + 1, NULL, 10) / 1000);
    }
}

static void sounds_are_gone_to_and_silences_skipped(void **state)
{
    struct fixture *fixture = *state;
    enum { SOUNDS = 4 };
    int seconds[SOUNDS];
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TALK);
    long call = hearing_add(fixture, 120, 7);
    read_sounds(fixture, call, seconds, SOUNDS);
    struct terminal *terminal = hearing_open(fixture, ROWS, COLUMNS, "0:02:00");
    terminal_keys(terminal, "p Space");
    expect_paused(terminal);
    hearing_expect_position(terminal, 0);
    for (int i = 0; i < SOUNDS; i++) {
        terminal_keys(terminal, ">");
        hearing_expect_position(terminal, seconds[i]);
    }
    terminal_keys(terminal, "<");
    hearing_expect_position(terminal, seconds[SOUNDS - 2]);
    terminal_keys(terminal, "z");
    expect_in_row(terminal, TITLE, "silences skipped");
    terminal_keys(terminal, "z");
    expect_gone(terminal, "silences skipped");
    terminal_keys(terminal, "S-Tab G > > >");
    expect_in_row(terminal, ROWS - 1, "no sound begins later");
}

static void the_speed_is_told(void **state)
{
    static const char *const faster[] = {"1.25×", "1.5×", "2×", "3×", "3×"};
    struct terminal *terminal = open_tones(*state, 7);
    terminal_keys(terminal, "p");
    expect_in_row(terminal, TITLE, "playing");
    expect_absent(terminal, "×");
    for (size_t i = 0; i < sizeof faster / sizeof *faster; i++) {
        terminal_keys(terminal, ")");
        expect_in_row(terminal, TITLE, faster[i]);
    }
    terminal_keys(terminal, "t Esc"); /* the time of the list: what plays has not the focus */
    expect_until(terminal, hearing_is_beyond, &(int){8});
    terminal_keys(terminal, "( ( ( (");
    expect_gone(terminal, "×");
    terminal_keys(terminal, "( ( (");
    expect_in_row(terminal, TITLE, "0.5×");
}

/* A call of a minute is selected, above one of a minute and a half. */
static struct terminal *open_at_one_of_two(struct fixture *fixture)
{
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    hearing_add(fixture, 90, 0);
    hearing_add(fixture, 60, 7);
    return hearing_open(fixture, ROWS, COLUMNS, "0:01:00");
}

static void another_call_is_played_by_the_same_key(void **state)
{
    struct terminal *terminal = open_at_one_of_two(*state);
    terminal_keys(terminal, "p");
    expect_marked(terminal, "♪", "0:01:00");
    expect_text(terminal, "/ 1:00");
    terminal_keys(terminal, "h l j Space"); /* the other one is selected: this pauses what plays */
    expect_in_row(terminal, TITLE, "paused");
    expect_marked(terminal, "♪", "0:01:00");
    terminal_keys(terminal, "p");
    expect_marked(terminal, "♪", "0:01:30");
    expect_in_row(terminal, TITLE, "playing");
    expect_in_row(terminal, TITLE, "/ 1:30");
}

/* And none of them where they do nothing; in the words of what they do then. */
static void the_last_line_has_the_keys_of_what_plays(void **state)
{
    struct terminal *terminal = open_at_one_of_two(*state);
    expect_in_row(terminal, ROWS - 1, "  p play  ? help  t date  c caller");
    terminal_keys(terminal, "p");
    expect_in_row(terminal, ROWS - 1,
                  "Enter open  / filter  Space pause  ? help  Comma 5 s back  . 5 s on  P stop");
    terminal_keys(terminal, "Space");
    expect_in_row(terminal, ROWS - 1, "  Space go on  ? help");
    terminal_keys(terminal, "h l j");
    expect_in_row(terminal, ROWS - 1, "  Space go on  p play  ? help  Comma 5 s back");
    terminal_keys(terminal, "?");
    expect_in_row(terminal, ROWS - 1, "  Space go on  ");
    terminal_keys(terminal, "q S-Tab S-Tab");
    expect_in_row(terminal, ROWS - 1, " / filter  Space go on  ? help");
    expect_in_row(terminal, ROWS - 1, "  P stop  t time");
    terminal_resize(terminal, 10, 40);
    expect_in_row(terminal, 9, "  Space go on  ? help");
    terminal_resize(terminal, ROWS, COLUMNS);
    terminal_keys(terminal, "P");
    expect_in_row(terminal, ROWS - 1, "  p play  ? help  t date  c caller");
}

/* The deck has the room of the details, which would show them. */
static void what_is_noted_beside_it_is_told(void **state)
{
    struct terminal *terminal = open_at_one_of_two(*state);
    terminal_keys(terminal, "p T");
    terminal_type(terminal, "case-12 coaching");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, ROWS - 1, ": case-12 coaching");
    terminal_keys(terminal, "a");
    terminal_type(terminal, "calls back");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, ROWS - 1, " is kept");
    terminal_keys(terminal, "T C-u Enter");
    expect_in_row(terminal, ROWS - 1, " has no tags any more");
    terminal_keys(terminal, "a C-u Enter");
    expect_in_row(terminal, ROWS - 1, " has no note any more");
}

/* Whatever is on top of the list. */
static void it_plays_on_below_everything(void **state)
{
    static const char *const keys[] = {"?", "L", "q q h l Enter", "q c", "q /45 Enter", "Esc r u u o o"};
    struct terminal *terminal = open_tones(*state, 7);
    terminal_keys(terminal, "p");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        terminal_keys(terminal, keys[i]);
        expect_in_row(terminal, TITLE, "playing");
        expect_until(terminal, hearing_is_beyond, &(int){hearing_position(terminal) + 1});
    }
    terminal_keys(terminal, "? Space"); /* also the keys work there */
    expect_in_row(terminal, TITLE, "paused");
    expect_text(terminal, "▸ Help");
}

/* A line each, whose sounds are not the same. */
static void channels_have_a_line_each(void **state)
{
    struct terminal *terminal = open_tones(*state, 8);
    terminal_keys(terminal, "p Space");
    expect_in_row(terminal, TITLE - 1, "paused");
    expect_in_row(terminal, TITLE, "│");
    expect_in_row(terminal, TITLE + 1, "│");
    terminal_resize(terminal, 10, 40);
    expect_in_row(terminal, 8, " paused 0:00 / 1:00 │");
}

static void what_was_heard_is_told_apart(void **state)
{
    struct terminal *terminal = open_tones(*state, 7);
    struct screen *screen = terminal_screen(terminal);
    terminal_keys(terminal, "p");
    expect_until(terminal, hearing_is_beyond, &(int){4});
    terminal_keys(terminal, "Space");
    expect_paused(terminal);
    struct cell heard = screen_cell(screen, TITLE + 1, 2);
    expect_that(terminal, heard.underline && heard.dim);
    for (int column = mark(terminal) + 2; column < COLUMNS; column++) {
        struct cell cell = screen_cell(screen, TITLE + 1, column);
        expect_that(terminal, !cell.underline && !cell.dim);
    }
}

/* A number that stands in two lines of the server's list of calls; 0 if there is none. */
static long shared_call(struct fixture *fixture)
{
    char *list = server_control(fixture->server, "list?agent=101");
    long before = 0, found = 0;
    for (const char *line = list; line && *line && !found;
         line += strcspn(line, "\n"), line += *line == '\n') {
        long call = strtol(line, NULL, 10);
        found = call == before ? call : 0;
        before = call;
    }
    free(list);
    return found;
}

static void the_details_say_what_is_known_of_the_audio(void **state)
{
    struct fixture *fixture = *state;
    char keys[64];
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, "--agents 1 --recordings 400 --seed 3 --until 2024-05-17");
    long call = shared_call(fixture);
    assert_true(call > 0);
    struct terminal *terminal = fixture_open(fixture, 40, 140);
    expect_text(terminal, "400 recordings");
    snprintf(keys, sizeof keys, "h l /call:%ld Enter", call);
    terminal_keys(terminal, keys);
    expect_text(terminal, "2 hits");
    expect_absent(terminal, "Audio ");
    terminal_keys(terminal, "p Space");
    expect_text(terminal, "Audio    ");
    expect_text(terminal, " channel");
    expect_text(terminal, "Sound    ");
    expect_text(terminal, "longest silence ");
    expect_text(terminal, "the server gives one audio for the 2");
    expect_text(terminal, "recordings of this call");
    terminal_keys(terminal, "P");
    expect_gone(terminal, "♪");
    expect_text(terminal, "Sound    ");
}

/* Letters and signs only, that stand for heights. */
static void other_locales_get_ascii(void **state)
{
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "LC_ALL", "C");
    struct terminal *terminal = open_tones(fixture, 7);
    terminal_keys(terminal, "p Space");
    expect_marked(terminal, ">0", "0:01:00");
    expect_in_row(terminal, TITLE, "paused - call ");
    expect_in_row(terminal, TITLE + 1, " |");
    expect_stable(terminal, QUIET, NULL, NULL);
    const char *shape = screen_row(terminal_screen(terminal), TITLE + 1);
    expect_that(terminal, strlen(shape) > 70 && strspn(shape, " |.:-=+*#@") == strlen(shape));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_call_plays_pauses_and_stops),
        TEST(the_position_is_gone_to),
        TEST(sounds_are_gone_to_and_silences_skipped),
        TEST(the_speed_is_told),
        TEST(another_call_is_played_by_the_same_key),
        TEST(the_last_line_has_the_keys_of_what_plays),
        TEST(what_is_noted_beside_it_is_told),
        TEST(it_plays_on_below_everything),
        TEST(channels_have_a_line_each),
        TEST(what_was_heard_is_told_apart),
        TEST(the_details_say_what_is_known_of_the_audio),
        TEST(other_locales_get_ascii),
    };
    return cmocka_run_group_tests_name("deck", tests, NULL, NULL);
}
