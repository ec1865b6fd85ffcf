/* Playing calls while they arrive, with the real mpv and SDL's device that nobody hears but that takes its time. */
#include "model/audio/deck.h"
#include "tests/unit/model/audio/made_mp3.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CALL = 47610, MEMORY = 1 << 20, SECONDS = 60, LENGTH_MS = SECONDS * 1000, PATIENCE_MS = 60000 };

/* Five seconds of sound and five of silence in turn. */
static struct made_mp3 file;
static size_t until[SECONDS + 1]; /* so many bytes are of so many seconds */
static atomic_size_t sent;        /* the server sends so many bytes */
static atomic_size_t breaks_at;   /* and breaks the connection there; 0: it does not */
static struct fixture fixture;
static struct audio *audio;
static struct deck *deck;
static char heard_path[60];
static const char *command; /* that plays; NULL: mpv */
static struct failure refusal;

/* Sends what it may, and the rest when it may. */
static bool answer(struct loopback_client *client, const char *request)
{
    char head[200];
    const char *range = strstr(request, "Range: bytes=");
    size_t from = range ? strtoul(range + strlen("Range: bytes="), NULL, 10) : 0;
    snprintf(head, sizeof head,
             "HTTP/1.1 %s\r\nContent-Range: bytes %zu-%zu/%zu\r\nContent-Length: %zu\r\n\r\n",
             range ? "206 Part" : "200 OK", from, file.length - 1, file.length, file.length - from);
    bool is_going = loopback_send_text(client, head);
    for (size_t at = from; is_going && at < file.length;) {
        size_t end = sent < file.length ? sent : file.length;
        if (end > at)
            is_going = loopback_send(client, (const char *)file.bytes + at, end - at);
        else
            loopback_wait(client, 5);
        at = end > at ? end : at;
        is_going = is_going && (!breaks_at || at < breaks_at);
    }
    return is_going;
}

static void on_audio(void *context, int64_t call)
{
    (void)context;
    if (deck)
        deck_audio_changed(deck, call);
}

static void on_deck(void *context)
{
    (void)context;
}

/* The last call that was left, and what was heard of it. */
static int64_t played_call, played_ms;
static char played_file[40];

static void on_played(void *context, int64_t call, const char *name, int64_t heard_ms)
{
    (void)context;
    snprintf(played_file, sizeof played_file, "%s", name);
    played_call = call;
    played_ms = heard_ms;
}

static void open_audio(void)
{
    const struct audio_options options = {.loop = &fixture.loop,
                                          .http = fixture.http,
                                          .base = fixture.base,
                                          .memory = MEMORY,
                                          .changed = on_audio};
    audio = audio_open(&options);
}

static void open_deck(void)
{
    const struct deck_options options = {.loop = &fixture.loop,
                                         .command = command,
                                         .refusal = refusal,
                                         .audio = audio,
                                         .account = fixture.base,
                                         .heard_path = heard_path,
                                         .changed = on_deck,
                                         .left = on_played};
    deck = deck_open(&options);
}

static int set_up(void **state)
{
    (void)state;
    file = made_mp3(false, true, true);
    for (unsigned second = 0; second < SECONDS; second++) {
        made_mp3_add(&file, (second + 1) * 1000, second % 10 < 5);
        until[second + 1] = file.length;
    }
    made_mp3_end(&file);
    sent = file.length;
    breaks_at = 0;
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){0});
    open_audio();
    snprintf(heard_path, sizeof heard_path, "/tmp/tapedeck-deck-%d/heard", (int)getpid());
    open_deck();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    command = NULL;
    refusal = (struct failure){.kind = FAILURE_NONE};
    deck_close(&deck);
    audio_close(&audio);
    fixture_close(&fixture);
    made_mp3_free(&file);
    unlink(heard_path);
    *strrchr(heard_path, '/') = '\0';
    rmdir(heard_path);
    return 0;
}

static struct deck_status await(enum deck_state state)
{
    uint64_t begun = uv_hrtime();
    struct deck_status status = deck_status(deck);
    while (status.state != state) {
        if (uv_hrtime() - begun > (uint64_t)PATIENCE_MS * 1000000)
            fail_msg("state %d, not %d: %s", status.state, state, status.failure.what);
        uv_run(&fixture.loop, UV_RUN_ONCE);
        status = deck_status(deck);
    }
    return status;
}

static void await_beyond(int64_t position_ms)
{
    await(DECK_PLAYING);
    while (deck_status(deck).position_ms <= position_ms)
        uv_run(&fixture.loop, UV_RUN_ONCE);
}

static void a_call_is_fetched_and_played(void **state)
{
    (void)state;
    assert_int_equal(deck_status(deck).state, DECK_EMPTY);
    deck_play(deck, CALL, "");
    assert_int_equal(deck_status(deck).state, DECK_FETCHING);
    await_beyond(1000);
    struct deck_status status = deck_status(deck);
    assert_false(status.is_silent);
    assert_int_equal(status.heard_count, 1);
    assert_int_equal(status.heard[0].begin, 0);
    assert_in_range(status.heard[0].end, 50, (size_t)status.position_ms / AUDIO_COLUMN_MS + 1);
    deck_seek(deck, LENGTH_MS - 1000);
    status = await(DECK_ENDED);
    assert_int_equal(status.audio.state, AUDIO_COMPLETE);
    assert_int_equal(status.heard_count, 2);
    assert_in_range(status.heard[1].begin, (LENGTH_MS - 1000) / AUDIO_COLUMN_MS,
                    (LENGTH_MS - 500) / AUDIO_COLUMN_MS);
    assert_int_equal(status.heard[1].end, (size_t)status.length_ms / AUDIO_COLUMN_MS);
    deck_toggle(deck);
    await_beyond(100);
    deck_stop(deck);
    assert_int_equal(deck_status(deck).state, DECK_EMPTY);
}

/* So many columns of the recording were played. */
static size_t heard_columns_of(const struct deck_status *status)
{
    size_t columns = 0;
    for (size_t i = 0; i < status->heard_count; i++)
        columns += status->heard[i].end - status->heard[i].begin;
    return columns;
}

static void plays_what_there_is_and_goes_on(void **state)
{
    (void)state;
    sent = until[4];
    deck_play(deck, CALL, "");
    await_beyond(1000);
    assert_int_equal(deck_status(deck).audio.state, AUDIO_ARRIVING);
    sent = until[12]; /* while it plays */
    while (deck_status(deck).length_ms < 11000)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    deck_seek(deck, 8000); /* what was not there when it began */
    await_beyond(8500);
    deck_seek(deck, 20000); /* what is not there yet */
    assert_int_equal(await(DECK_FETCHING).position_ms, 20000);
    sent = file.length;
    await_beyond(20500);
    deck_seek(deck, LENGTH_MS - 500);
    struct deck_status status = await(DECK_ENDED);
    assert_int_equal(status.heard_count, 4);
    assert_int_equal(status.heard[1].begin, 8000 / AUDIO_COLUMN_MS);
    assert_int_equal(status.heard[2].begin, 20000 / AUDIO_COLUMN_MS);
}

/* What has been sent is played to its end, and then waited. */
static void waits_for_what_is_late(void **state)
{
    (void)state;
    sent = until[4];
    deck_play(deck, CALL, "");
    await(DECK_PLAYING);
    struct deck_status status = await(DECK_FETCHING);
    assert_in_range(status.position_ms, 3000, 4500);
    size_t begin = (size_t)status.position_ms / AUDIO_COLUMN_MS;
    sent = file.length;
    await_beyond(status.position_ms + 500);
    status = deck_status(deck);
    assert_int_equal(status.heard_count, 1); /* without a gap */
    assert_in_range(status.heard[0].end, begin + 10, begin + 100);
}

static void goes_on_after_a_cut(void **state)
{
    (void)state;
    sent = breaks_at = until[6]; /* again and again */
    deck_play(deck, CALL, "");
    struct deck_status status = await(DECK_ENDED);
    assert_int_equal(status.audio.state, AUDIO_CUT);
    assert_in_range(status.position_ms, 5000, 6500);
    int64_t position = status.position_ms;
    breaks_at = 0;
    sent = file.length;
    deck_toggle(deck);
    await_beyond(position + 500);
    while ((status = deck_status(deck)).audio.state == AUDIO_ARRIVING)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    assert_int_equal(status.audio.state, AUDIO_COMPLETE);
    assert_int_equal(heard_columns_of(&status), status.heard[0].end);
}

/* What saved the call, say, was the first to ask for it. */
static void goes_on_where_another_gives_it_up(void **state)
{
    (void)state;
    sent = until[4];
    audio_fetch(audio, CALL, "");
    deck_play(deck, CALL, "");
    await(DECK_PLAYING);
    audio_stop(audio, CALL, "");
    sent = file.length;
    await_beyond(5000);
    while (deck_status(deck).audio.state == AUDIO_ARRIVING)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    assert_int_equal(deck_status(deck).audio.state, AUDIO_COMPLETE);
}

static void pauses_where_it_is(void **state)
{
    (void)state;
    deck_play(deck, CALL, "");
    deck_toggle(deck); /* before there is anything */
    assert_true(await(DECK_PAUSED).is_paused);
    while (deck_status(deck).is_moving)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    assert_int_equal(deck_status(deck).position_ms, 0);
    deck_step(deck, 5000);
    deck_step(deck, 5000);
    deck_step(deck, -3000);
    while (deck_status(deck).is_moving)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    assert_int_equal(deck_status(deck).position_ms, 7000);
    assert_int_equal(deck_status(deck).heard_count, 0);
    for (int i = 1; i <= 3; i++) {
        deck_toggle(deck);
        await_beyond(7000 + 300 * i);
        deck_toggle(deck);
        await(DECK_PAUSED);
    }
    assert_int_equal(deck_status(deck).heard_count, 1);
    deck_step(deck, -90000);
    assert_int_equal(deck_status(deck).position_ms, 0);
}

static void silences_are_skipped(void **state)
{
    (void)state;
    const size_t span = 10000 / AUDIO_COLUMN_MS, near = 30;
    deck_skip_silences(deck, true);
    deck_change_speed(deck, 1);
    deck_change_speed(deck, 1);
    deck_change_speed(deck, 1);
    deck_change_speed(deck, 1);
    deck_change_speed(deck, 1); /* there is none */
    deck_play(deck, CALL, "");
    await_beyond(21000);
    struct deck_status status = deck_status(deck);
    assert_true(status.speed == 3);
    assert_in_range(status.heard_count, 3, 4); /* on a busy machine it may be at the next sound by now */
    for (size_t i = 0; i < 2; i++) {           /* a sound, and something around it */
        size_t begin = i * span, next = begin + span;
        assert_in_range(status.heard[i].end, begin + span / 2, begin + span / 2 + 2 * near);
        assert_in_range(status.heard[i + 1].begin, next - near, next);
    }
    deck_seek(deck, 26000); /* into a silence */
    await_beyond(30500);
    status = deck_status(deck);
    assert_in_range(status.heard[status.heard_count - 1].begin, 3 * span - near, 3 * span);
    deck_skip_silences(deck, false);
    deck_seek(deck, 36000);
    await_beyond(39000);
}

/* The loop asks where it is, and does not come to the answer for a time. */
static void a_loop_that_is_busy_hears_without_gaps(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        deck_change_speed(deck, 1);
    deck_play(deck, CALL, "");
    await_beyond(1000);
    for (int i = 1; i <= 4; i++) {
        uv_sleep(110); /* until it is time to ask */
        uv_run(&fixture.loop, UV_RUN_NOWAIT);
        uv_sleep(400);
        await_beyond(1000 + 3000 * i);
    }
    assert_int_equal(deck_status(deck).heard_count, 1);
}

static void steps_from_sound_to_sound(void **state)
{
    (void)state;
    assert_false(deck_step_sound(deck, 1));
    deck_play(deck, CALL, "");
    await(DECK_PLAYING);
    while (deck_status(deck).audio.state != AUDIO_COMPLETE)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    deck_toggle(deck);
    for (int i = 1; i <= 5; i++) {
        assert_true(deck_step_sound(deck, 1));
        assert_in_range(deck_status(deck).position_ms, i * 10000 - 500, i * 10000);
    }
    assert_false(deck_step_sound(deck, 1));
    deck_step(deck, 2000);
    for (int i = 5; i >= 0; i--) {
        assert_true(deck_step_sound(deck, -1));
        assert_in_range(deck_status(deck).position_ms, i ? i * 10000 - 500 : 0, i * 10000);
    }
    assert_false(deck_step_sound(deck, -1));
}

/* Between two runs, too. */
static void remembers_where_it_was_left(void **state)
{
    (void)state;
    deck_play(deck, CALL, "");
    deck_seek(deck, 30000);
    await_beyond(30500);
    deck_play(deck, CALL, "b.mp3"); /* another recording of it */
    await_beyond(200);
    assert_in_range(deck_status(deck).position_ms, 0, 5000);
    deck_play(deck, CALL, "");
    assert_in_range(deck_status(deck).position_ms, 30500, 31500);
    await_beyond(31000);
    struct deck_status status = deck_status(deck);
    int64_t position = status.position_ms;
    size_t end = status.heard[0].end;
    deck_close(&deck);
    open_deck();
    deck_play(deck, CALL, "");
    status = deck_status(deck);
    assert_int_equal(status.position_ms, position);
    assert_int_equal(status.heard_count, 1);
    assert_int_equal(status.heard[0].begin, 30000 / AUDIO_COLUMN_MS);
    assert_int_equal(status.heard[0].end, end);
}

/* Also where its audio has to come again. */
static void what_was_played_to_its_end_begins_anew(void **state)
{
    (void)state;
    deck_play(deck, CALL, "");
    deck_seek(deck, LENGTH_MS - 500);
    await(DECK_ENDED);
    deck_play(deck, CALL, "");
    await_beyond(0);
    assert_in_range(deck_status(deck).position_ms, 0, 5000);
    deck_seek(deck, LENGTH_MS - 500);
    await(DECK_ENDED);
    deck_close(&deck);
    audio_close(&audio);
    open_audio();
    open_deck();
    deck_play(deck, CALL, "");
    await_beyond(0);
    assert_in_range(deck_status(deck).position_ms, 0, 5000);
}

static void what_was_heard_is_told_when_a_call_is_left(void **state)
{
    (void)state;
    played_ms = 0;
    deck_play(deck, CALL, "");
    await_beyond(500);
    deck_seek(deck, 30000);
    await_beyond(30500);
    assert_int_equal(played_ms, 0);
    deck_play(deck, CALL + 1, "b.mp3");
    assert_int_equal(played_call, CALL);
    assert_in_range(played_ms, 800, 5000); /* without the jump */
    await_beyond(500);
    deck_stop(deck);
    assert_int_equal(played_call, CALL + 1);
    assert_string_equal(played_file, "b.mp3");
    played_call = 0;
    deck_play(deck, CALL, "");
    deck_close(&deck); /* nothing was heard of it */
    assert_int_equal(played_ms, 0);
    open_deck();
    deck_play(deck, CALL, "");
    await_beyond(31500);
    deck_close(&deck);
    assert_int_equal(played_call, CALL);
}

/* It is only started and stopped. */
static void a_command_plays_instead(void **state)
{
    (void)state;
    deck_close(&deck);
    command = "cat >/dev/null; sleep 300";
    open_deck();
    deck_play(deck, CALL, "");
    struct deck_status status = await(DECK_PLAYING);
    assert_true(status.is_command);
    deck_seek(deck, 5000);
    deck_change_speed(deck, 1);
    deck_skip_silences(deck, true);
    assert_false(deck_step_sound(deck, 1));
    status = deck_status(deck);
    assert_int_equal(status.position_ms, 0);
    assert_true(status.speed == 1);
    assert_false(status.skips_silences);
    assert_int_equal(status.heard_count, 0);
    deck_toggle(deck);
    assert_int_equal(deck_status(deck).state, DECK_ENDED);
    deck_toggle(deck);
    await(DECK_PLAYING);
    deck_stop(deck);
    assert_int_equal(deck_status(deck).state, DECK_EMPTY);
}

static void a_command_that_is_not_trusted_is_not_run(void **state)
{
    (void)state;
    char ran[160];
    snprintf(ran, sizeof ran, "mkdir -p $(dirname %s); touch %s", heard_path, heard_path);
    deck_close(&deck);
    command = ran;
    failure_set(&refusal, FAILURE_USAGE, "chmod", "player is not run: others may write it");
    open_deck();
    deck_play(deck, CALL, "");
    assert_string_equal(await(DECK_FAILED).failure.what, "player is not run: others may write it");
    while (deck_status(deck).audio.state != AUDIO_COMPLETE)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    assert_int_equal(deck_status(deck).state, DECK_FAILED);
    assert_int_equal(access(heard_path, F_OK), -1);
}

#define WITH_DECK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DECK(a_call_is_fetched_and_played),
        WITH_DECK(plays_what_there_is_and_goes_on),
        WITH_DECK(waits_for_what_is_late),
        WITH_DECK(goes_on_after_a_cut),
        WITH_DECK(goes_on_where_another_gives_it_up),
        WITH_DECK(pauses_where_it_is),
        WITH_DECK(silences_are_skipped),
        WITH_DECK(a_loop_that_is_busy_hears_without_gaps),
        WITH_DECK(steps_from_sound_to_sound),
        WITH_DECK(remembers_where_it_was_left),
        WITH_DECK(what_was_played_to_its_end_begins_anew),
        WITH_DECK(what_was_heard_is_told_when_a_call_is_left),
        WITH_DECK(a_command_plays_instead),
        WITH_DECK(a_command_that_is_not_trusted_is_not_run),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
