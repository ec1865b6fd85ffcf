/* Playing with the real mpv, which hears nothing (--ao=null), and what becomes of a bad one. */
#include "model/audio/audio_player.h"
#include "model/audio/mpv_process.h"
#include "net/base/memory.h"
#include "tests/unit/model/audio/made_mp3.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PLACE = 7, CALL = 47610, LENGTH_MS = 60000, PATIENCE_MS = 60000, LOOP_LIMIT_MS = 100, TICK_MS = 100 };

static uv_loop_t loop;
static uv_timer_t tick; /* what is waited for is looked at again, also where the loop has nothing to do */
static struct audio_player *player;
static struct audio_buffer *buffer;
static struct failure failure;
static unsigned descriptors;
static char folder[40], fake[60], record[60]; /* of an mpv that is made here, and what it notes */

static unsigned open_descriptors(void)
{
    unsigned count = 0;
    for (int file = 0; file < 1024; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

static void on_changed(void *context)
{
    (void)context;
}

/* The one buffer, behind places where there is none. */
static const int *files_of_player(void *context)
{
    static int files[AUDIO_BUFFERS];
    (void)context;
    for (int i = 0; i < AUDIO_BUFFERS; i++)
        files[i] = i == PLACE ? audio_buffer_file(buffer) : -1;
    return files;
}

static void open_player_with(const char *program, const char *output, const char *device)
{
    static const char *arguments[3];
    arguments[0] = output;
    arguments[1] = device;
    const struct audio_player_options options = {.loop = &loop,
                                                 .program = program,
                                                 .arguments = arguments,
                                                 .files = files_of_player,
                                                 .changed = on_changed};
    player = audio_player_new(&options);
}

static void open_player(const char *program)
{
    open_player_with(program, "--ao=null", NULL);
}

static void on_tick(uv_timer_t *timer)
{
    (void)timer;
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/tapedeck-player-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(fake, sizeof fake, "%s/mpv", folder);
    snprintf(record, sizeof record, "%s/mpv.record", folder);
    struct made_mp3 made = made_mp3(false, true, false);
    for (unsigned second = 1; second * 1000 <= LENGTH_MS; second++)
        made_mp3_add(&made, second * 1000, second & 1);
    descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&loop), 0);
    uv_timer_init(&loop, &tick);
    uv_timer_start(&tick, on_tick, TICK_MS, TICK_MS);
    uv_unref((uv_handle_t *)&tick);
    buffer = audio_buffer_new(&failure);
    assert_non_null(buffer);
    assert_true(audio_buffer_append(buffer, (const char *)made.bytes, made.length, &failure));
    made_mp3_free(&made);
    return 0;
}

/* Neither a child nor a descriptor is left. */
static int tear_down(void **state)
{
    (void)state;
    audio_player_free(&player);
    uv_close((uv_handle_t *)&tick, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    int closed = uv_loop_close(&loop);
    audio_buffer_free(&buffer);
    unlink(fake);
    unlink(record);
    rmdir(folder);
    bool has_child = waitpid(-1, NULL, WNOHANG) >= 0;
    /* those of libuv's signals stay */
    return closed != 0 || has_child || open_descriptors() > descriptors + 2;
}

/* Runs the loop until the player is so; each round of it is short but for waiting. */
static void await(enum audio_player_state state)
{
    uint64_t begun = uv_hrtime();
    while (audio_player_status(player).state != state) {
        if (uv_hrtime() - begun > (uint64_t)PATIENCE_MS * 1000000)
            fail_msg("state %d, not %d: %s", audio_player_status(player).state, state,
                     audio_player_status(player).failure.what);
        uv_run(&loop, UV_RUN_ONCE);
    }
}

static void await_beyond(int64_t position_ms)
{
    await(AUDIO_PLAYER_PLAYING);
    while (audio_player_status(player).position_ms <= position_ms)
        uv_run(&loop, UV_RUN_ONCE);
}

/* Jumps; the first position that is told then is that, or as much more as may have been played meanwhile. */
static void assert_lands(int64_t place_ms)
{
    uint64_t begun = uv_hrtime();
    audio_player_seek(player, place_ms);
    while (audio_player_status(player).is_moving || audio_player_status(player).position_ms == place_ms)
        uv_run(&loop, UV_RUN_ONCE);
    struct audio_player_status status = audio_player_status(player);
    double played = (double)(uv_hrtime() - begun) / 1e6 * status.speed;
    if (status.position_ms < place_ms - 50 || status.position_ms > place_ms + 50 + (int64_t)played)
        fail_msg("at %lld, not %lld", (long long)status.position_ms, (long long)place_ms);
}

static void it_plays_to_the_end(void **state)
{
    (void)state;
    open_player(NULL);
    assert_int_equal(audio_player_process(player), 0);
    audio_player_play(player, CALL, buffer, 0);
    await_beyond(300);
    assert_true(audio_player_status(player).is_silent); /* --ao=null */
    assert_int_equal(audio_player_status(player).call, CALL);
    audio_player_set_speed(player, 3);
    audio_player_seek(player, LENGTH_MS - 1500);
    await(AUDIO_PLAYER_ENDED);
    audio_player_seek(player, 1000);
    await_beyond(1100);
    audio_player_stop(player, true);
    assert_int_equal(audio_player_status(player).state, AUDIO_PLAYER_IDLE);
    int process = audio_player_process(player);
    audio_player_play(player, CALL + 1, buffer, 20000);
    await_beyond(20100);
    audio_player_pause(player, true);
    await(AUDIO_PLAYER_PAUSED);
    audio_player_seek(player, 40000);
    while (audio_player_status(player).is_moving)
        uv_run(&loop, UV_RUN_ONCE);
    assert_int_equal(audio_player_status(player).position_ms, 40000);
    audio_player_pause(player, false);
    await_beyond(40100);
    assert_int_equal(audio_player_process(player), process);
}

static void a_jump_lands_where_it_should(void **state)
{
    (void)state;
    static const double speeds[] = {0.5, 1, 2, 3};
    open_player(NULL);
    audio_player_play(player, CALL, buffer, 0);
    await_beyond(100);
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        audio_player_set_speed(player, speeds[i]);
        for (int64_t place = 7010; place < LENGTH_MS; place += 13370)
            assert_lands(place);
    }
}

static void run_for(unsigned microseconds)
{
    uint64_t begun = uv_hrtime();
    do
        uv_run(&loop, UV_RUN_NOWAIT);
    while (uv_hrtime() - begun < (uint64_t)microseconds * 1000);
}

/* While mpv starts, while it loads, while it jumps already: the last place that was wanted is the one that is played. */
static void a_jump_at_any_moment_is_not_lost(void **state)
{
    (void)state;
    enum { ROUNDS = 24, COLD = 8, JUMPS = 6, AT_ONCE = 2, GAP_US = 3000, APART_MS = 5000, SOON_MS = 3000 };
    srandom(1);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t place = 0;
        if (round % COLD == 0) {
            audio_player_free(&player);
            open_player(NULL);
        }
        audio_player_play(player, CALL + round, buffer, 0);
        audio_player_pause(player, true);
        for (int i = 0; i < JUMPS; i++) {
            place = APART_MS * (1 + random() % 11);
            audio_player_seek(player, place);
            run_for(i < AT_ONCE ? 0 : (unsigned)random() % GAP_US);
        }
        await(AUDIO_PLAYER_PAUSED);
        audio_player_pause(player, false);
        while (audio_player_status(player).is_moving || audio_player_status(player).position_ms == place)
            uv_run(&loop, UV_RUN_ONCE);
        assert_in_range(audio_player_status(player).position_ms, place, place + SOON_MS);
        audio_player_stop(player, round & 1);
    }
}

static void one_that_is_killed_comes_back_where_it_was(void **state)
{
    (void)state;
    open_player(NULL);
    audio_player_play(player, CALL, buffer, 30000);
    await_beyond(30200);
    int64_t position = audio_player_status(player).position_ms;
    int process = audio_player_process(player);
    assert_int_equal(kill(process, SIGKILL), 0);
    await(AUDIO_PLAYER_LOADING);
    assert_in_range(audio_player_status(player).position_ms, position, position + 1000);
    await_beyond(position);
    assert_int_not_equal(audio_player_process(player), process);
    assert_int_equal(kill(process, 0), -1); /* and no zombie is left */
    assert_in_range(audio_player_status(player).position_ms, position, position + 5000);
}

static void on_timer(uv_timer_t *timer)
{
    uint64_t *last = timer->data, now = uv_hrtime();
    assert_true(now - *last < (uint64_t)10 * LOOP_LIMIT_MS * 1000000); /* a loaded machine is slow, too */
    *last = now;
}

static void one_that_hangs_is_started_again(void **state)
{
    (void)state;
    static uv_timer_t timer;
    open_player(NULL);
    audio_player_play(player, CALL, buffer, 30000);
    await_beyond(30200);
    int64_t position = audio_player_status(player).position_ms;
    int process = audio_player_process(player);
    uint64_t last = uv_hrtime();
    uv_timer_init(&loop, &timer);
    timer.data = &last;
    uv_timer_start(&timer, on_timer, 10, 10);
    assert_int_equal(kill(process, SIGSTOP), 0);
    audio_player_seek(player, position);
    await(AUDIO_PLAYER_LOADING);
    await_beyond(position);
    uv_close((uv_handle_t *)&timer, NULL);
    assert_int_equal(kill(process, 0), -1);
}

static void a_machine_without_sound_is_told(void **state)
{
    (void)state;
    open_player_with(NULL, "--ao=alsa", "--audio-device=alsa/none"); /* no device is called so */
    audio_player_play(player, CALL, buffer, 0);
    await(AUDIO_PLAYER_FAILED);
    assert_true(audio_player_status(player).is_silent);
    assert_non_null(strstr(audio_player_status(player).failure.what, "no sound device"));
}

static void one_that_is_missing_is_told(void **state)
{
    (void)state;
    open_player("/nonexistent/mpv");
    audio_player_play(player, CALL, buffer, 0);
    assert_int_equal(audio_player_status(player).state, AUDIO_PLAYER_FAILED);
    assert_non_null(strstr(audio_player_status(player).failure.what, "not installed"));
}

static void play_with(const char *script, int64_t from_ms)
{
    FILE *file = fopen(fake, "we");
    assert_non_null(file);
    fputs(script, file);
    fclose(file);
    assert_int_equal(chmod(fake, 0700), 0);
    open_player(fake);
    audio_player_play(player, CALL, buffer, from_ms);
}

/* Another program of that name, which does not answer, or ends at once. */
static void one_that_is_none_is_told(void **state)
{
    (void)state;
    static const char *const scripts[] = {"#!/bin/sh\nexec sleep 300\n", "#!/bin/sh\nexit 3\n",
                                          "#!/bin/sh\nexec cat /dev/zero >&3\n"};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        play_with(scripts[i], 0);
        await(AUDIO_PLAYER_FAILED);
        assert_non_null(strstr(audio_player_status(player).failure.what, "mpv does not answer"));
        audio_player_free(&player);
    }
}

/* One that notes what it is told and plays without a sound; one that ends when it has begun to play; one that
 * refuses the first jump, as mpv does where nothing is loaded; and two that are at the end before they are asked what
 * they play on, which they do not have then: one says so before it answers, the other behind it. */
#define FAKE(special)                                                                                        \
    "#!/bin/sh\necho start >>$0.record\nrefused=\nwhile read -r line <&3; do\necho \"$line\" >>$0.record\n"  \
    "result=success events=\ncase \"$refused$line\" in\n" special                                            \
    "*loadfile*) events='{\"event\":\"start-file\"}\n{\"event\":\"playback-restart\"}';;\n"                  \
    "*\\\"seek\\\"*) events='{\"event\":\"seek\"}\n{\"event\":\"playback-restart\"}';;\n"                    \
    "esac\necho \"{\\\"error\\\":\\\"$result\\\",\\\"request_id\\\":${line##*:}\n$events\" >&3\ndone\n"
/* At the end nothing is loaded, so that a jump is refused. */
#define FAKE_END "{\"event\":\"end-file\",\"reason\":\"eof\"}"
#define FAKE_ENDING(say)                                                                                     \
    FAKE("ended*\\\"seek\\\"*) result='error running command';;\n"                                           \
         "ended*loadfile*) refused= "                                                                        \
         "events='{\"event\":\"start-file\"}\n{\"event\":\"playback-restart\"}';;\n"                         \
         "*current-ao*) refused=ended result='property unavailable'\n" say "';;\n")
static const char noting[] = FAKE(""), ending[] = FAKE("*current-ao*) exit 0;;\n"),
                  refusing[] = FAKE("{*\\\"seek\\\"*) refused=once result='error running command';;\n"),
                  brief[] = FAKE_ENDING("echo >&3 '" FAKE_END), briefer[] = FAKE_ENDING("events='" FAKE_END);

/* Where the text stands in what was noted, from *from on, which is moved behind it; 0: it does not. */
static bool was_told(size_t *from, const char *text)
{
    static char noted[16384];
    FILE *file = fopen(record, "re");
    size_t length = file ? fread(noted, 1, sizeof noted - 1, file) : 0;
    noted[length] = '\0';
    if (file)
        fclose(file);
    const char *found = *from < length ? strstr(noted + *from, text) : NULL;
    if (found)
        *from = (size_t)(found - noted) + strlen(text);
    return found != NULL;
}

static void await_told(size_t *from, const char *text)
{
    uint64_t begun = uv_hrtime();
    while (!was_told(from, text)) {
        if (uv_hrtime() - begun > (uint64_t)PATIENCE_MS * 1000000)
            fail_msg("mpv was not told %s", text);
        uv_run(&loop, UV_RUN_ONCE);
    }
}

static void await_file(size_t *from)
{
    char text[60];
    snprintf(text, sizeof text, "\"loadfile\",\"/proc/self/fd/%d\"", MPV_FIRST_FILE + PLACE);
    await_told(from, text);
}

static void mpv_is_told_what_the_reader_wants(void **state)
{
    (void)state;
    size_t at = 0;
    play_with(noting, 1500);
    await(AUDIO_PLAYER_PLAYING);
    await_told(&at, "\"start\",\"1.500\"");
    await_file(&at);
    await_told(&at, "\"pause\",false");
    audio_player_pause(player, true);
    audio_player_seek(player, 4000);
    await_told(&at, "\"seek\",4.000,\"absolute+exact\"");
    assert_int_equal(kill(audio_player_process(player), SIGKILL), 0);
    await_told(&at, "start");
    await_told(&at, "\"start\",\"4.000\"");
    await_file(&at);
    await_told(&at, "\"pause\",true"); /* as it was */
    await(AUDIO_PLAYER_PAUSED);
    audio_player_set_speed(player, 99);
    await_told(&at, "\"speed\",3.000");
    audio_player_set_speed(player, 0);
    await_told(&at, "\"speed\",0.500");
    audio_player_play(player, CALL + 1, buffer, 0);
    await_file(&at);
    await_told(&at, "\"pause\",false");
    await(AUDIO_PLAYER_PLAYING);
    audio_player_stop(player, true);
    await_told(&at, "\"stop\"");
}

/* It is loaded again, from there on. */
static void a_jump_that_is_refused_is_not_lost(void **state)
{
    (void)state;
    size_t at = 0;
    play_with(refusing, 0);
    await(AUDIO_PLAYER_PLAYING);
    audio_player_seek(player, 4000);
    await_told(&at, "\"seek\",4.000,");
    await_told(&at, "\"start\",\"4.000\"");
    await_file(&at);
    await(AUDIO_PLAYER_PLAYING);
    assert_int_equal(audio_player_status(player).position_ms, 4000);
    audio_player_seek(player, 7000);
    await_told(&at, "\"seek\",7.000,");
}

static void expect_end(const char *program)
{
    size_t at = 0;
    unlink(record);
    play_with(program, LENGTH_MS);
    await_told(&at, "time-pos"); /* it was asked for its device before */
    audio_player_seek(player, LENGTH_MS - 1);
    await_told(&at, "loadfile");
    assert_false(audio_player_status(player).is_silent);
    await(AUDIO_PLAYER_ENDED);
    assert_false(audio_player_status(player).is_silent);
}

static void an_end_is_no_lack_of_a_device(void **state)
{
    (void)state;
    expect_end(brief);
    audio_player_free(&player);
    expect_end(briefer);
}

static void one_that_ends_again_and_again_is_told(void **state)
{
    (void)state;
    size_t at = 0;
    play_with(ending, 0);
    await(AUDIO_PLAYER_FAILED);
    assert_non_null(strstr(audio_player_status(player).failure.what, "mpv ends again and again"));
    for (int i = 0; i < 4; i++)
        assert_true(was_told(&at, "start\n"));
    assert_false(was_told(&at, "start\n"));
}

static void the_child_has_what_it_needs_only(void **state)
{
    (void)state;
    char path[64], target[200], line[4000] = "";
    int extra = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    open_player(NULL);
    audio_player_play(player, CALL, buffer, 0);
    await_beyond(0);
    snprintf(path, sizeof path, "/proc/%d/cmdline", audio_player_process(player));
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = read(file, line, sizeof line - 1);
    for (ssize_t i = 0; i < length; i++)
        line[i] = line[i] ? line[i] : ' ';
    close(file);
    assert_non_null(strstr(line, "--no-config --load-scripts=no --ytdl=no --no-terminal"));
    assert_null(strstr(line, "://1"));
    assert_null(strstr(line, "/proc"));
    for (int i = 0; i < 200; i++) {
        snprintf(path, sizeof path, "/proc/%d/fd/%d", audio_player_process(player), i);
        ssize_t size = readlink(path, target, sizeof target - 1);
        target[size > 0 ? size : 0] = '\0';
        assert_string_not_equal(target, "/dev/zero");
        assert_true(i > 2 || strcmp(target, "/dev/null") == 0);
    }
    assert_int_equal(getpgid(audio_player_process(player)),
                     audio_player_process(player)); /* Ctrl-C is ours */
    close(extra);
}

#define WITH_LOOP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LOOP(it_plays_to_the_end),
        WITH_LOOP(a_jump_lands_where_it_should),
        WITH_LOOP(a_jump_at_any_moment_is_not_lost),
        WITH_LOOP(one_that_is_killed_comes_back_where_it_was),
        WITH_LOOP(one_that_hangs_is_started_again),
        WITH_LOOP(a_machine_without_sound_is_told),
        WITH_LOOP(one_that_is_missing_is_told),
        WITH_LOOP(one_that_is_none_is_told),
        WITH_LOOP(mpv_is_told_what_the_reader_wants),
        WITH_LOOP(a_jump_that_is_refused_is_not_lost),
        WITH_LOOP(an_end_is_no_lack_of_a_device),
        WITH_LOOP(one_that_ends_again_and_again_is_told),
        WITH_LOOP(the_child_has_what_it_needs_only),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
