#include "tests/unit/model/keep/hold_world.h"

#include "model/time/timestamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY = 16 << 20 };

struct hold_world hold_world;

static bool answer(struct loopback_client *client, const char *request)
{
    char tag[TAG] = {'I', 'D', '3', 3, 0, 0, 0, 0, 0, TAG - 10};
    char head[200] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    (void)request;
    hold_world.server.asked++;
    if (hold_world.server.has_none)
        return loopback_send_text(client, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
    tag[TAG - 1] = hold_world.server.letter;
    if (!hold_world.server.has_no_length)
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n",
                 hold_world.server.file.length + TAG);
    return loopback_send(client, head, strlen(head)) && loopback_send(client, tag, TAG) &&
           loopback_send(client, (const char *)hold_world.server.file.bytes, hold_world.server.file.length) &&
           !hold_world.server.has_no_length;
}

static void on_audio(void *context, int64_t call)
{
    (void)context;
    assert_int_equal(call, CALL);
}

static void on_changed(void *context)
{
    (void)context;
}

static void on_hold(void *context, const struct hold *hold)
{
    (void)context;
    (void)hold;
}

static void on_ended(void *context, const struct hold *hold, bool is_released)
{
    on_hold(context, hold);
    assert_true(is_released);
}

static void on_failed(void *context, const struct failure *failure)
{
    (void)context;
    assert_non_null(strstr(failure->what, "gives other audio"));
    hold_world.failures++;
}

static void on_closed(void *context)
{
    (void)context;
    hold_world.is_closed = true;
}

void hold_world_open_audio(bool is_online)
{
    audio_close(&hold_world.audio);
    hold_world.audio = audio_open(&(struct audio_options){.loop = &hold_world.fixture.loop,
                                                          .http = is_online ? hold_world.fixture.http : NULL,
                                                          .base = hold_world.fixture.base,
                                                          .held = hold_world.folder,
                                                          .memory = MEMORY,
                                                          .changed = on_audio});
}

void hold_world_settle(void)
{
    while (!holds_is_read(hold_world.holds) || holds_is_busy(hold_world.holds))
        uv_run(&hold_world.fixture.loop, UV_RUN_ONCE);
}

void hold_world_open_holds(void)
{
    const struct holds_events events = {on_changed, on_hold, on_ended, on_ended, on_hold, on_failed, NULL};
    hold_world.holds = holds_open(&hold_world.fixture.loop, hold_world.folder, &events);
    hold_world_settle();
}

void hold_world_close_holds(void)
{
    hold_world.is_closed = false;
    holds_close(&hold_world.holds, on_closed, NULL);
    while (!hold_world.is_closed)
        uv_run(&hold_world.fixture.loop, UV_RUN_ONCE);
}

int hold_world_set_up(void **state)
{
    (void)state;
    memset(&hold_world.server, 0, sizeof hold_world.server);
    hold_world.server.letter = 'a';
    hold_world.server.file = made_mp3(false, false, false);
    made_mp3_add(&hold_world.server.file, 300, MADE_LEFT);
    hold_world.failures = 0;
    kept_folder_make(&hold_world.root);
    snprintf(hold_world.folder, sizeof hold_world.folder, "%s/a.db.held", hold_world.root.root);
    fixture_open(&hold_world.fixture, answer);
    fixture_connect(&hold_world.fixture, (struct http_options){0});
    hold_world_open_audio(true);
    hold_world_open_holds();
    return 0;
}

int hold_world_tear_down(void **state)
{
    (void)state;
    hold_world_close_holds();
    audio_close(&hold_world.audio);
    fixture_close(&hold_world.fixture);
    made_mp3_free(&hold_world.server.file);
    kept_folder_remove(&hold_world.root);
    return 0;
}

void hold_world_shell(const char *line)
{
    char command[COMMAND_SIZE + sizeof hold_world.folder + sizeof "cd  && "];
    snprintf(command, sizeof command, "cd %s && %s", hold_world.folder, line);
    /* NOLINTNEXTLINE(cert-env33-c): of the test, with paths of its own */
    assert_int_equal(system(command), 0);
}

void hold_world_put(const char *file)
{
    struct recording recording = recording_unknown;
    recording.queue_call_id = CALL;
    recording.file_name = file;
    holds_put(hold_world.holds, &(struct hold){.recording = &recording,
                                               .agent = "id:103",
                                               .reason = "case 12",
                                               .by = "",
                                               .held_at = timestamp_now(),
                                               .until = TIMESTAMP_NONE});
    hold_world_settle();
}

static void on_took(void *context, const struct saver_result *result)
{
    (void)context;
    assert_null(result->failure);
}

/* Saves what lacks its hold_world.audio. */
struct hold_saver *hold_world_begin_saving(void)
{
    struct hold_saver *saver = hold_saver_open(&(struct hold_saver_options){.loop = &hold_world.fixture.loop,
                                                                            .audio = hold_world.audio,
                                                                            .holds = hold_world.holds,
                                                                            .took = on_took});
    hold_saver_add(saver);
    hold_saver_turn(saver);
    return saver;
}

void hold_world_end_saving(struct hold_saver *saver)
{
    hold_saver_turn(saver);
    while (!hold_saver_is_done(saver)) {
        uv_run(&hold_world.fixture.loop, UV_RUN_ONCE);
        hold_saver_turn(saver);
    }
    hold_saver_close(&saver);
    hold_world_settle();
}

void hold_world_save(void)
{
    hold_world_end_saving(hold_world_begin_saving());
}

void hold_world_hold(const char *file)
{
    hold_world_put(file);
    hold_world_save();
}

/* Fetches that recording's hold_world.audio; `letter` is that in its tag, 0: there is none. */
struct audio_status hold_world_expect(const char *file, enum audio_state state, char letter)
{
    char tag[TAG];
    audio_fetch(hold_world.audio, CALL, file);
    struct audio_status status = audio_status(hold_world.audio, CALL, file);
    while (status.state == AUDIO_ARRIVING) {
        uv_run(&hold_world.fixture.loop, UV_RUN_ONCE);
        status = audio_status(hold_world.audio, CALL, file);
    }
    assert_int_equal(status.state, state);
    if (letter) {
        assert_int_equal(audio_buffer_read(audio_bytes(hold_world.audio, CALL, file), 0, tag, TAG), TAG);
        assert_int_equal(tag[TAG - 1], letter);
        assert_int_equal(status.bytes, hold_world.server.file.length + TAG);
    }
    return status;
}

const struct hold *hold_world_found(const char *file)
{
    const struct hold *hold = holds_find(hold_world.holds, CALL, file);
    assert_non_null(hold);
    return hold;
}
