/* Jumps in calls of all forms, at all speeds: what sounds then is compared with the recording, and the clock with what
 * mpv says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/calls.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/sounded.h"

enum {
    ROWS = 24,
    COLUMNS = 80,
    QUIET = 100 /* ms */,
    NEAR_MS = 50,
    COMPARED_MS = 1500 /* of the recording */
};

/* By the last digit of its id. */
static const struct form {
    int digit;
    const char *name;
} forms[] = {{0, "CBR"},
             {5, "CBR behind a tag"},
             {6, "VBR that describes nothing"},
             {7, "VBR with a Xing header"},
             {8, "two channels"},
             {9, "WAV"}};

/* Each from the one before, by keys. */
static const struct {
    const char *keys, *shown;
    double speed;
} speeds[] = {{"( (", "0.5×", 0.5}, {") )", "ended · call ", 1}, {") ) )", "2×", 2}, {")", "3×", 3}};

struct playing {
    struct fixture *fixture;
    struct terminal *terminal;
    struct heard recording;
    double speed;
    int64_t place; /* ms: mpv has to be there */
};

static bool is_there(struct terminal *terminal, void *context)
{
    const struct playing *playing = context;
    (void)terminal;
    return llabs(sounded_position(playing->fixture) - playing->place) <= NEAR_MS;
}

/* It is paused: mpv is there, and the clock says so. */
static void expect_there(struct playing *playing, int64_t place)
{
    int64_t limit = clock_deadline(TERMINAL_LIMIT);
    playing->place = place;
    bool holds = is_there(playing->terminal, playing);
    for (; !holds && clock_remaining(limit) > 0; holds = is_there(playing->terminal, playing))
        terminal_pump(playing->terminal, 10);
    expect_that(playing->terminal, holds);
    hearing_expect_position(playing->terminal, (int)(place / 1000));
}

/* Also what mpv had in store has sounded. */
static size_t size_at_rest(const struct playing *playing)
{
    size_t before, size = sounded_size(playing->fixture);
    do {
        before = size;
        terminal_pump(playing->terminal, QUIET);
        size = sounded_size(playing->fixture);
    } while (size != before);
    return size;
}

struct sounding {
    struct fixture *fixture;
    size_t size;
};

static bool has_sounded(struct terminal *terminal, void *context)
{
    const struct sounding *sounding = context;
    (void)terminal;
    return sounded_size(sounding->fixture) >= sounding->size;
}

/* What has sounded since is the recording from that place on. */
static struct heard expect_sounded(const struct playing *playing, size_t since, int64_t place)
{
    struct heard sounded;
    size_t ms = (size_t)(COMPARED_MS / playing->speed) + 100;
    struct sounding sounding = {playing->fixture, since + ms * SOUNDED_BYTES_A_MS};
    expect_until(playing->terminal, has_sounded, &sounding);
    expect_text(playing->terminal, "ended · call");
    sounded_since(playing->fixture, since, ms, &sounded);
    int offset = sounded_offset(&sounded, &playing->recording, place, COMPARED_MS, playing->speed);
    print_message("# %d ms at %.1f: %d ms off\n", (int)place, playing->speed, offset);
    assert_in_range(offset + NEAR_MS, 0, 2 * NEAR_MS);
    return sounded;
}

/* Also which of all seconds it is: a tenth of a second of it says so. Others may say the one beside it, for mpv lays
 * pieces over each other where it plays faster. */
static void expect_second(const struct playing *playing, size_t since, int second)
{
    struct heard sounded = expect_sounded(playing, since, second * INT64_C(1000));
    bool is_told = false;
    for (size_t tenth = 0; tenth < (size_t)(9 / playing->speed); tenth++)
        is_told = is_told || heard_second(&sounded, tenth) == second;
    heard_clear(&sounded);
    assert_true(is_told);
}

static void go_to(const struct playing *playing, int second)
{
    char keys[40];
    snprintf(keys, sizeof keys, "t %d:%02d Enter", second / 60, second % 60);
    terminal_keys(playing->terminal, keys);
}

static bool is_paused_or_over(struct terminal *terminal, void *context)
{
    struct screen *screen = terminal_screen(terminal);
    (void)context;
    return screen_find(screen, "paused · call", NULL) || screen_find(screen, "ended · call", NULL);
}

/* A minute is written in a tenth of a second: the pause may come too late. */
static void pause_somewhere(const struct playing *playing)
{
    bool is_paused = false;
    int64_t limit = clock_deadline(TERMINAL_LIMIT);
    while (!is_paused && clock_remaining(limit) > 0) {
        terminal_keys(playing->terminal, "p Space");
        expect_until(playing->terminal, is_paused_or_over, NULL);
        expect_stable(playing->terminal, QUIET, NULL, NULL);
        is_paused = screen_find(terminal_screen(playing->terminal), "paused · call", NULL);
    }
    expect_that(playing->terminal, is_paused);
}

/* While it is paused, which makes mpv jump, and from its end, which makes it load the call again. */
static void jump(struct playing *playing, int second, int from_end)
{
    pause_somewhere(playing);
    go_to(playing, second);
    expect_there(playing, second * INT64_C(1000));
    size_t since = size_at_rest(playing);
    terminal_keys(playing->terminal, "Space");
    expect_second(playing, since, second);
    since = size_at_rest(playing);
    go_to(playing, from_end);
    expect_second(playing, since, from_end);
}

/* A call of that length and form, which has been played to its end; its number. */
static long open_call(struct playing *playing, int seconds, int digit)
{
    char id[24], length[24];
    long call = hearing_add(playing->fixture, seconds, digit);
    snprintf(length, sizeof length, "0:%02d:%02d", seconds / 60, seconds % 60);
    snprintf(id, sizeof id, "%ld", call);
    struct http_answer answer = calls_audio(playing->fixture->server, id);
    assert_true(listen_to(answer.body, answer.length, &playing->recording));
    http_clear(&answer);
    playing->terminal = hearing_open(playing->fixture, ROWS, COLUMNS, length);
    terminal_keys(playing->terminal, "p");
    expect_text(playing->terminal, "ended · call");
    terminal_keys(playing->terminal, "S-Tab");
    return call;
}

static void close_call(struct playing *playing)
{
    terminal_keys(playing->terminal, "Q");
    expect_exit(playing->terminal, 0);
    heard_clear(&playing->recording);
}

static void what_sounds_is_where_it_was_gone_to(void **state)
{
    struct playing playing = {.fixture = *state};
    hearing_use(playing.fixture, HEARING_WRITTEN);
    fixture_serve(playing.fixture, HEARING_TONES);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        print_message("# %s\n", forms[i].name);
        open_call(&playing, 65 - (int)i, forms[i].digit);
        for (size_t j = 0; j < sizeof speeds / sizeof *speeds; j++) {
            expect_text(playing.terminal, "ended · call");
            terminal_keys(playing.terminal, speeds[j].keys);
            expect_text(playing.terminal, speeds[j].shown);
            playing.speed = speeds[j].speed;
            jump(&playing, 37 + (int)j, 5 + (int)j);
        }
        close_call(&playing);
    }
}

/* A second in a silence of more than two, by the command that writes where there is sound; *begin: there the next
 * sound begins, in ms. */
static int find_silence(struct fixture *fixture, long call, int64_t *begin)
{
    char id[24];
    snprintf(id, sizeof id, "%ld", call);
    const char *at = strstr(command_output(fixture_run(fixture, "peaks", id), NULL), "\"sounds_ms\":[");
    assert_non_null(at);
    int64_t end = 0;
    for (at = strchr(at, '[') + 1; *at == '[' || *at == ','; at = strchr(at, ']') + 1) {
        char *behind;
        *begin = strtol(strchr(at, '[') + 1, &behind, 10);
        if (end > 0 && *begin - end > 2000)
            return (int)(*begin / 1000) - 1;
        end = strtol(behind + 1, NULL, 10);
    }
    fail_msg("call %s is never silent for long", id);
    return 0;
}

/* A jump into a silence leads to its end. */
static void silences_are_skipped_to_where_it_sounds(void **state)
{
    static const int digits[] = {6, 9};
    struct playing playing = {.fixture = *state};
    hearing_use(playing.fixture, HEARING_WRITTEN);
    fixture_serve(playing.fixture, HEARING_TALK);
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        int64_t begin = 0;
        int second = find_silence(playing.fixture, open_call(&playing, 119 - (int)i, digits[i]), &begin);
        for (size_t j = 0; j < sizeof speeds / sizeof *speeds; j++) {
            terminal_keys(playing.terminal, speeds[j].keys);
            playing.speed = speeds[j].speed;
            pause_somewhere(&playing);
            go_to(&playing, 0);
            expect_there(&playing, 0);
            terminal_keys(playing.terminal, "z");
            go_to(&playing, second);
            expect_there(&playing, begin);
            size_t since = size_at_rest(&playing);
            terminal_keys(playing.terminal, "z Space");
            struct heard sounded = expect_sounded(&playing, since, begin);
            heard_clear(&sounded);
        }
        close_call(&playing);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_sounds_is_where_it_was_gone_to),
        TEST(silences_are_skipped_to_where_it_sounds),
    };
    return cmocka_run_group_tests_name("jump", tests, NULL, NULL);
}
