/* The program that plays, as a child of ours: what becomes of it never becomes of the screen, what it is told is
 * no secret, and nothing of it is left. TEST_SEED chooses the random keys. */
#include <ctype.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/latency.h"
#include "tests/e2e/sound_device.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 1 --agent-recordings 101=20 --seed 5 --until 2024-05-17 --audio tones"

enum {
    MARKER = 64,
    SECOND = 16000 /* bytes of WAV */,
    ANSWERS = 9,
    ANSWER_MS = 100 /* half of the answers come sooner, beside what they take before anything plays */
};

static bool has_drawn(struct terminal *terminal, void *context)
{
    struct position at;
    return screen_find(terminal_screen(terminal), context, &at);
}

/* How long half of the answers to a key take, in ms. */
static double answer_time(struct terminal *terminal)
{
    struct latency *latency = latency_new();
    for (int i = 0; i < ANSWERS; i++) {
        expect_that(terminal, latency_measure(latency, terminal, "?", has_drawn, (char *)"one line down",
                                              TERMINAL_LIMIT));
        terminal_keys(terminal, "Esc");
        expect_gone(terminal, "one line down");
    }
    double median = (double)latency_percentile(latency, 0.5) / 1e6;
    latency_free(&latency);
    return median;
}

static double idle_answer; /* ms, of the same screen, before anything plays */

/* Opens the screen with a new call of two minutes selected, whose id ends in that digit. */
static struct terminal *open_with_call(struct fixture *fixture, int digit, char id[24])
{
    static const char *const arguments[] = {"--agent", "101", NULL};
    char order[60];
    fixture_serve(fixture, HISTORY);
    snprintf(order, sizeof order, "add?agent=101&seconds=120&digit=%d", digit);
    char *line = server_control(fixture->server, order);
    assert_non_null(line);
    snprintf(id, 24, "%.*s", (int)strspn(line, "0123456789"), line);
    free(line);
    struct terminal *terminal = fixture_open_with(fixture, 24, 100, arguments);
    expect_text(terminal, " 21 recordings");
    idle_answer = answer_time(terminal);
    return terminal;
}

static struct terminal *open_playing(struct fixture *fixture, int digit, char id[24])
{
    sound_device_set(workspace_environment(fixture->workspace), true);
    struct terminal *terminal = open_with_call(fixture, digit, id);
    terminal_keys(terminal, "p");
    expect_text(terminal, " playing ");
    return terminal;
}

static bool is_other_player(struct terminal *terminal, void *context)
{
    pid_t player = sound_device_player(terminal_process(terminal));
    return player && player != *(pid_t *)context;
}

static pid_t player_of(struct terminal *terminal)
{
    pid_t player = sound_device_player(terminal_process(terminal));
    assert_true(player > 0);
    return player;
}

/* The player ends by itself; nobody may wait for it. */
static void expect_player_ends(pid_t player)
{
    int64_t deadline = clock_deadline(TERMINAL_LIMIT);
    while (!sound_device_player_ended(player)) {
        assert_true(clock_remaining(deadline) > 0);
        poll(NULL, 0, 10);
    }
}

/* Not even a zombie is left. */
static bool is_gone(struct terminal *terminal, void *context)
{
    (void)terminal;
    return kill(*(pid_t *)context, 0) != 0;
}

/* The program ends, the terminal is as it was, and the player is gone, not even waited for. */
static void expect_end(struct terminal *terminal, pid_t player)
{
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_true(terminal_is_canonical(terminal));
    assert_true(terminal_echoes(terminal));
    assert_int_not_equal(kill(player, 0), 0);
}

static void expect_not_in(pid_t process, const char *name, const char *text)
{
    char path[60], bytes[65536];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)process, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(file >= 0);
    ssize_t length = read(file, bytes, sizeof bytes);
    close(file);
    assert_true(length > 0 && length < (ssize_t)sizeof bytes);
    if (memmem(bytes, (size_t)length, text, strlen(text)))
        fail_msg("%s has \"%s\"", path, text);
}

static void mpv_is_told_no_secret(void **state)
{
    char id[24];
    struct fixture *fixture = *state;
    struct terminal *terminal = open_playing(fixture, 0, id);
    pid_t player = player_of(terminal);
    const char *const hidden[] = {TAPEDECK_TEST_SECRET, server_url(fixture->server), "http", "/proc", id};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        expect_not_in(player, "cmdline", hidden[i]);
    expect_not_in(player, "environ", TAPEDECK_TEST_SECRET);
    expect_not_in(player, "environ", "TAPEDECK_SECRET");
    expect_text(terminal, " 0:01 / 2:00");
    expect_end(terminal, player);
    const char *log = command_output(fixture_run(fixture, "log"), NULL);
    assert_non_null(strstr(log, "play"));
    assert_non_null(strstr(log, id));
}

/* Keys are answered all the time. */
static void expect_answers(struct terminal *terminal, const char *when)
{
    double median = answer_time(terminal);
    print_message("# %s: a key is answered in %.1f ms, idle %.1f ms\n", when, median, idle_answer);
    assert_true(median < ANSWER_MS + idle_answer);
}

/* Seconds, of a call of two minutes; -1 if none is shown. */
static int position_of(struct terminal *terminal)
{
    struct position at;
    struct screen *screen = terminal_screen(terminal);
    for (int seconds = 0; seconds <= 120; seconds++) {
        char text[30];
        snprintf(text, sizeof text, " %d:%02d / 2:00", seconds / 60, seconds % 60);
        if (screen_find(screen, text, &at))
            return seconds;
    }
    return -1;
}

static bool plays_beyond(struct terminal *terminal, void *context)
{
    return position_of(terminal) > *(int *)context && has_drawn(terminal, (char *)" playing ");
}

/* That the program has open. It lets nobody look into it but root: 0 for others. */
static int descriptors_of(struct terminal *terminal)
{
    char path[60];
    glob_t found;
    snprintf(path, sizeof path, "/proc/%d/fd/*", (int)terminal_process(terminal));
    if (glob(path, GLOB_NOSORT, NULL, &found) != 0)
        return 0;
    int count = (int)found.gl_pathc;
    globfree(&found);
    return count;
}

static void expect_descriptors(struct terminal *terminal, int most)
{
    int count = descriptors_of(terminal);
    assert_true(geteuid() != 0 || count > 0);
    assert_true(count == 0 || count <= most);
}

static void one_that_dies_or_hangs_is_replaced(void **state)
{
    static const int signals[] = {SIGKILL, SIGSTOP};
    char id[24];
    struct terminal *terminal = open_playing(*state, 6, id);
    int position = 59;
    terminal_keys(terminal, ". . . . . . . . . . . .");
    expect_until(terminal, plays_beyond, &position);
    int descriptors = descriptors_of(terminal);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        expect_until(terminal, plays_beyond, &position);
        pid_t player = player_of(terminal);
        assert_int_equal(kill(player, signals[i]), 0);
        terminal_keys(terminal, ","); /* so that it is missed at once */
        expect_answers(terminal, signals[i] == SIGKILL ? "killed" : "stopped");
        expect_until(terminal, is_other_player, &player);
        expect_until(terminal, is_gone, &player);
        expect_that(terminal, position_of(terminal) >= position - 5);
        expect_until(terminal, plays_beyond, &(int){position - 6});
        expect_descriptors(terminal, descriptors);
        position = position_of(terminal) + 1; /* when it is beyond, the new one has answered */
    }
    pid_t player = player_of(terminal);
    kill(player, SIGSTOP);
    expect_end(terminal, player);
}

static void without_mpv_all_else_works(void **state)
{
    char id[24];
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "PATH", "/nonexistent");
    struct terminal *terminal = open_with_call(fixture, 0, id);
    terminal_keys(terminal, "p");
    expect_text(terminal, "mpv");
    expect_text(terminal, "not installed");
    terminal_keys(terminal, "j");
    expect_answers(terminal, "missing");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(command_status(fixture_run(fixture, "audio", id)), 0);
}

/* A program of that name that listens to nobody. */
static void one_that_never_answers_is_told(void **state)
{
    char id[24], path[1024];
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "bin/mpv", "#!/bin/sh\nkill -STOP $$\n", 0755);
    snprintf(path, sizeof path, "%s:%s", workspace_path(fixture->workspace, "bin"), getenv("PATH"));
    environment_set(workspace_environment(fixture->workspace), "PATH", path);
    struct terminal *terminal = open_with_call(fixture, 0, id);
    terminal_keys(terminal, "p");
    expect_text(terminal, "starting");
    int descriptors = descriptors_of(terminal);
    pid_t player = player_of(terminal);
    terminal_keys(terminal, ". .");
    expect_answers(terminal, "without an answer");
    expect_text(terminal, "mpv does not answer");
    expect_until(terminal, is_gone, &player);
    terminal_keys(terminal, "P");
    expect_gone(terminal, "not played");
    expect_descriptors(terminal, descriptors - 1); /* its socket is closed */
    terminal_keys(terminal, "p");
    expect_text(terminal, " 0:10 / 2:00"); /* where it was left */
    player = player_of(terminal);
    expect_end(terminal, player);
}

static void without_a_device_it_says_where_it_is_heard(void **state)
{
    char id[24], line[60];
    struct fixture *fixture = *state;
    sound_device_set(workspace_environment(fixture->workspace), false);
    struct terminal *terminal = open_with_call(fixture, 0, id);
    int64_t begun = clock_now();
    terminal_keys(terminal, "p");
    expect_text(terminal, "no sound device");
    print_message("# told after %d ms\n", (int)((clock_now() - begun) / 1000000));
    snprintf(line, sizeof line, "tapedeck audio %s | mpv -", id);
    expect_text(terminal, line);
    expect_absent(terminal, " playing ");
    expect_end(terminal, player_of(terminal));
}

static char marker[MARKER];

static int look_for_marker(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)where;
    if (kind != FTW_F || !S_ISREG(status->st_mode) || status->st_size == 0)
        return 0;
    char *bytes = malloc((size_t)status->st_size);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 ? read(file, bytes, (size_t)status->st_size) : 0;
    if (length > 0 && memmem(bytes, (size_t)length, marker, MARKER))
        fail_msg("%s has the audio", path);
    if (file >= 0)
        close(file);
    free(bytes);
    return 0;
}

static void expect_no_marker(const struct fixture *fixture)
{
    enum { OPEN_FOLDERS = 8 };
    assert_int_equal(nftw(workspace_path(fixture->workspace, ""), look_for_marker, OPEN_FOLDERS, FTW_PHYS),
                     0);
}

/* In no file, also not after it was killed; and then its player ends, too. */
static void the_audio_is_in_memory_only(void **state)
{
    char id[24];
    struct fixture *fixture = *state;
    struct terminal *terminal = open_playing(fixture, 9, id);
    struct http_answer answer = calls_audio(fixture->server, id);
    const char *place = answer.body + answer.length / 2 + SECOND / 2;
    memcpy(marker, place, MARKER);
    assert_memory_not_equal(place, place + 1, MARKER); /* it is no silence */
    expect_text(terminal, " / 2:00");
    expect_no_marker(fixture);
    expect_end(terminal, player_of(terminal));
    expect_no_marker(fixture);
    static const char *const arguments[] = {"--agent", "101", NULL};
    terminal = fixture_open_with(fixture, 24, 100, arguments);
    expect_text(terminal, " 21 recordings");
    terminal_keys(terminal, "p");
    expect_text(terminal, " / 2:00");
    pid_t player = player_of(terminal);
    terminal_signal(terminal, SIGKILL);
    expect_exit(terminal, 128 + SIGKILL);
    expect_no_marker(fixture);
    expect_player_ends(player);
    http_clear(&answer);
}

static void any_keys_do_no_harm(void **state)
{
    enum { KEYS = 1000, AT_ONCE = 20, MORE_FILES = 8 /* other calls of the list are kept, too */ };
    static const char *const keys[] = {"p", "Space", ",",   ".",     "<",        ">",   "(",
                                       ")", "z",     "P",   "Right", "Left",     "Tab", "Esc",
                                       "j", "k",     "End", "Home",  "t 1 Enter"};
    const char *given = getenv("TEST_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)(clock_now() / 1000 % 1000000);
    char id[24];
    print_message("# TEST_SEED=%u\n", seed);
    struct terminal *terminal = open_playing(*state, 7, id);
    int descriptors = descriptors_of(terminal) + MORE_FILES;
    for (int i = 0; i < KEYS; i++) {
        seed = seed * 1664525U + 1013904223U;
        terminal_keys(terminal, keys[(seed >> 8) % (sizeof keys / sizeof *keys)]);
        if (i % AT_ONCE == 0)
            terminal_pump(terminal, 10);
    }
    terminal_keys(terminal, "Esc Esc");
    expect_answers(terminal, "after a thousand keys");
    expect_descriptors(terminal, descriptors);
    pid_t player = player_of(terminal);
    expect_end(terminal, player);
}

/* Histories of others wait while it arrives. */
static void audio_comes_before_histories(void **state)
{
    struct fixture *fixture = *state;
    sound_device_set(workspace_environment(fixture->workspace), true);
    fixture_serve(fixture, "--agents 30 --recordings 3000 --seed 5 --until 2024-05-17");
    server_tell(fixture->server, "fault?kind=delay&ms=60&match=agents/id");
    server_tell(fixture->server, "fault?kind=drip&rate=80000&match=calls/recordings/");
    assert_true(server_tell(fixture->server, "add?agent=101&seconds=40&digit=9"));
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, " 0:00:40 ");
    terminal_keys(terminal, "g p");
    expect_text(terminal, " / 0:3");
    expect_absent(terminal, "30 of 30 agents complete");
    expect_text(terminal, "30 of 30 agents complete");
}

/* That have come of what is being fetched, as the first line says: "↻ NAME: 3,761 · 795/s"; 0 if it does not. */
static long fetched_of(struct terminal *terminal)
{
    const char *at = strstr(screen_row(terminal_screen(terminal), 0), "↻ ");
    long count = 0;
    at = at ? strstr(at, ": ") : NULL;
    for (at = at ? at + 2 : ""; isdigit((unsigned char)*at) || *at == ','; at++)
        count = *at == ',' ? count : count * 10 + (*at - '0');
    return count;
}

static bool has_fetched_more(struct terminal *terminal, void *count)
{
    return fetched_of(terminal) > *(long *)count;
}

/* What is being fetched already, too. */
static void a_history_under_way_waits_for_audio(void **state)
{
    struct fixture *fixture = *state;
    sound_device_set(workspace_environment(fixture->workspace), true);
    fixture_serve(fixture, "--agents 1 --recordings 30000 --seed 5 --until 2024-05-17");
    server_tell(fixture->server, "fault?kind=drip&rate=300000&match=agents/id");
    server_tell(fixture->server, "fault?kind=drip&rate=80000&match=calls/recordings/");
    assert_true(server_tell(fixture->server, "add?agent=101&seconds=40&digit=9"));
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, " 0:00:40 ");
    expect_until(terminal, has_fetched_more, &(long){4000}); /* far more are to come in one answer */
    terminal_keys(terminal, "g p");
    expect_text(terminal, " 0:01 / 0:");
    assert_true(fetched_of(terminal) > 0);
    long count = fetched_of(terminal);
    expect_text(terminal, " 0:04 / 0:");
    expect_text(terminal, "fetching");
    assert_int_equal(fetched_of(terminal), count);
    expect_text(terminal, " / 0:40 ");
    expect_until(terminal, has_fetched_more, &count);
}

static void a_command_of_the_users_plays(void **state)
{
    char id[24];
    struct fixture *fixture = *state;
    const char *got = workspace_path(fixture->workspace, "got");
    struct buffer text = {0};
    buffer_format(&text, "[audio]\nplayer = env >%s.env; cat >%s; sleep 300\n", got, got);
    workspace_write(fixture->workspace, "config/tapedeck/config", text.data, 0600);
    buffer_clear(&text);
    struct terminal *terminal = open_with_call(fixture, 8, id);
    struct http_answer answer = calls_audio(fixture->server, id);
    terminal_keys(terminal, "p");
    expect_text(terminal, " playing ");
    for (size_t length = 0; length < answer.length;) {
        char *there = workspace_read(fixture->workspace, "got");
        struct stat status;
        length = there && stat(workspace_path(fixture->workspace, "got"), &status) == 0
                     ? (size_t)status.st_size
                     : 0;
        free(there);
        terminal_pump(terminal, 10);
    }
    char *environment = workspace_read(fixture->workspace, "got.env");
    assert_non_null(environment);
    assert_null(strstr(environment, TAPEDECK_TEST_SECRET));
    free(environment);
    terminal_keys(terminal, "P");
    expect_gone(terminal, " playing ");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    http_clear(&answer);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(mpv_is_told_no_secret),
        WITH_FIXTURE(one_that_dies_or_hangs_is_replaced),
        WITH_FIXTURE(without_mpv_all_else_works),
        WITH_FIXTURE(one_that_never_answers_is_told),
        WITH_FIXTURE(without_a_device_it_says_where_it_is_heard),
        WITH_FIXTURE(the_audio_is_in_memory_only),
        WITH_FIXTURE(any_keys_do_no_harm),
        WITH_FIXTURE(audio_comes_before_histories),
        WITH_FIXTURE(a_command_of_the_users_plays),
        WITH_FIXTURE(a_history_under_way_waits_for_audio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
