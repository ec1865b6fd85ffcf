/* Playing calls while they arrive, with the real mpv and SDL's device that nobody hears but that takes its time. */
#include "model/audio/deck.h"
#include "tests/unit/model/audio/made_mp3.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CALL = 47610, MEMORY = 1 << 20, LENGTH_MS = 60000, PATIENCE_MS = 60000 };

static struct made_mp3 file;
static struct fixture fixture;
static struct audio *audio;
static struct deck *deck;

static bool answer(struct loopback_client *client, const char *request)
{
    char head[100];
    (void)request;
    snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", file.length);
    return loopback_send_text(client, head) && loopback_send(client, (const char *)file.bytes, file.length);
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

static int set_up(void **state)
{
    (void)state;
    file = made_mp3(false, true, true);
    for (unsigned second = 1; second * 1000 <= LENGTH_MS; second++)
        made_mp3_add(&file, second * 1000, second & 1);
    made_mp3_end(&file);
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){0});
    const struct audio_options options = {.loop = &fixture.loop,
                                          .http = fixture.http,
                                          .base = fixture.base,
                                          .memory = MEMORY,
                                          .changed = on_audio};
    audio = audio_open(&options);
    const struct deck_options of_deck = {.loop = &fixture.loop, .audio = audio, .changed = on_deck};
    deck = deck_open(&of_deck);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    deck_close(&deck);
    audio_close(&audio);
    fixture_close(&fixture);
    made_mp3_free(&file);
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
    deck_play(deck, CALL);
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

#define WITH_DECK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DECK(a_call_is_fetched_and_played),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
