/* The copies of what is on hold: whose each is, whether it is all, and what becomes of one that is not as it was. */
#include "model/hold/hold_files.h"
#include "model/keep/hold_saver.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/audio/made_mp3.h"
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CALL = 47610, TAG = 20, MEMORY = 16 << 20, COMMAND_SIZE = 400 };

#define OLD "old.mp3"
#define NEW "new.mp3"

/* As a version before has written them. */
#define BEFORE "sed -i 's/,\"AudioFile.*/}/' *.json"

/* What the server does; set before it is asked. */
static struct {
    struct made_mp3 file;
    char letter; /* in the audio that it gives */
    bool has_no_length, has_none;
    unsigned asked;
} server;

static struct fixture fixture;
static struct audio *audio;
static struct holds *holds;
static struct kept_folder root;
static char folder[80];
static bool is_closed;
static size_t failures;

static bool answer(struct loopback_client *client, const char *request)
{
    char tag[TAG] = {'I', 'D', '3', 3, 0, 0, 0, 0, 0, TAG - 10};
    char head[200] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    (void)request;
    server.asked++;
    if (server.has_none)
        return loopback_send_text(client, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
    tag[TAG - 1] = server.letter;
    if (!server.has_no_length)
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n",
                 server.file.length + TAG);
    return loopback_send(client, head, strlen(head)) && loopback_send(client, tag, TAG) &&
           loopback_send(client, (const char *)server.file.bytes, server.file.length) &&
           !server.has_no_length;
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
    failures++;
}

static void on_closed(void *context)
{
    (void)context;
    is_closed = true;
}

static void open_audio(bool is_online)
{
    audio_close(&audio);
    audio = audio_open(&(struct audio_options){.loop = &fixture.loop,
                                               .http = is_online ? fixture.http : NULL,
                                               .base = fixture.base,
                                               .held = folder,
                                               .memory = MEMORY,
                                               .changed = on_audio});
}

static void settle(void)
{
    while (!holds_is_read(holds) || holds_is_busy(holds))
        uv_run(&fixture.loop, UV_RUN_ONCE);
}

static void open_holds(void)
{
    const struct holds_events events = {on_changed, on_hold, on_ended, on_ended, on_hold, on_failed, NULL};
    holds = holds_open(&fixture.loop, folder, &events);
    settle();
}

static void close_holds(void)
{
    is_closed = false;
    holds_close(&holds, on_closed, NULL);
    while (!is_closed)
        uv_run(&fixture.loop, UV_RUN_ONCE);
}

static int set_up(void **state)
{
    (void)state;
    memset(&server, 0, sizeof server);
    server.letter = 'a';
    server.file = made_mp3(false, false, false);
    made_mp3_add(&server.file, 300, MADE_LEFT);
    failures = 0;
    kept_folder_make(&root);
    snprintf(folder, sizeof folder, "%s/a.db.held", root.root);
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){0});
    open_audio(true);
    open_holds();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    close_holds();
    audio_close(&audio);
    fixture_close(&fixture);
    made_mp3_free(&server.file);
    kept_folder_remove(&root);
    return 0;
}

static void shell(const char *line)
{
    char command[COMMAND_SIZE + sizeof folder + sizeof "cd  && "];
    snprintf(command, sizeof command, "cd %s && %s", folder, line);
    /* NOLINTNEXTLINE(cert-env33-c): of the test, with paths of its own */
    assert_int_equal(system(command), 0);
}

static void put(const char *file)
{
    struct recording recording = recording_unknown;
    recording.queue_call_id = CALL;
    recording.file_name = file;
    holds_put(holds, &(struct hold){.recording = &recording,
                                    .agent = "id:103",
                                    .reason = "case 12",
                                    .by = "",
                                    .held_at = timestamp_now(),
                                    .until = TIMESTAMP_NONE});
    settle();
}

static void on_took(void *context, const struct saver_result *result)
{
    (void)context;
    assert_null(result->failure);
}

/* Saves what lacks its audio. */
static struct hold_saver *begin_saving(void)
{
    struct hold_saver *saver = hold_saver_open(
        &(struct hold_saver_options){.loop = &fixture.loop, .audio = audio, .holds = holds, .took = on_took});
    hold_saver_add(saver);
    hold_saver_turn(saver);
    return saver;
}

static void end_saving(struct hold_saver *saver)
{
    hold_saver_turn(saver);
    while (!hold_saver_is_done(saver)) {
        uv_run(&fixture.loop, UV_RUN_ONCE);
        hold_saver_turn(saver);
    }
    hold_saver_close(&saver);
    settle();
}

static void save(void)
{
    end_saving(begin_saving());
}

static void hold(const char *file)
{
    put(file);
    save();
}

/* Fetches that recording's audio; `letter` is that in its tag, 0: there is none. */
static struct audio_status expect(const char *file, enum audio_state state, char letter)
{
    char tag[TAG];
    audio_fetch(audio, CALL, file);
    struct audio_status status = audio_status(audio, CALL, file);
    while (status.state == AUDIO_ARRIVING) {
        uv_run(&fixture.loop, UV_RUN_ONCE);
        status = audio_status(audio, CALL, file);
    }
    assert_int_equal(status.state, state);
    if (letter) {
        assert_int_equal(audio_buffer_read(audio_bytes(audio, CALL, file), 0, tag, TAG), TAG);
        assert_int_equal(tag[TAG - 1], letter);
        assert_int_equal(status.bytes, server.file.length + TAG);
    }
    return status;
}

static const struct hold *found(const char *file)
{
    const struct hold *hold = holds_find(holds, CALL, file);
    assert_non_null(hold);
    return hold;
}

static void a_copy_is_proved_if_the_server_told_its_length(void **state)
{
    (void)state;
    hold(OLD);
    assert_true(found(OLD)->audio_is_proved);
    assert_int_equal(found(OLD)->audio_size, server.file.length + TAG);
    assert_int_equal(strlen(found(OLD)->audio_digest), 128);
    open_audio(false);
    assert_true(expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    server.has_no_length = true;
    open_audio(true);
    hold(NEW);
    assert_false(found(NEW)->audio_is_proved);
    open_audio(false);
    assert_true(expect(NEW, AUDIO_UNPROVED, 'a').is_held);
}

/* As after a restore of the server. */
static void another_recording_of_the_call_has_its_own(void **state)
{
    (void)state;
    hold(OLD);
    server.letter = 'b';
    open_audio(true);
    assert_false(expect(NEW, AUDIO_COMPLETE, 'b').is_held);
    assert_true(expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    hold(NEW);
    server.letter = 'c';
    open_audio(true);
    assert_true(expect(NEW, AUDIO_COMPLETE, 'b').is_held);
    assert_true(expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    put(OLD); /* with another reason, say */
    open_audio(false);
    assert_true(expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    assert_int_equal(kept_folder_count(&root), 4);
    holds_release(holds, found(OLD));
    settle();
    assert_int_equal(kept_folder_count(&root), 2);
    open_audio(true);
    assert_true(expect(NEW, AUDIO_COMPLETE, 'b').is_held);
    assert_false(expect(OLD, AUDIO_COMPLETE, 'c').is_held);
    holds_release(holds, found(NEW));
    settle();
    assert_int_equal(kept_folder_count(&root), 0);
}

/* Of a call that both have, at once. */
static void two_recordings_may_have_the_same(void **state)
{
    (void)state;
    put(OLD);
    hold(NEW);
    assert_int_equal(kept_folder_count(&root), 3);
    open_audio(false);
    expect(OLD, AUDIO_COMPLETE, 'a');
    holds_release(holds, found(OLD));
    settle();
    open_audio(false);
    expect(NEW, AUDIO_COMPLETE, 'a');
    assert_non_null(strstr(expect(OLD, AUDIO_FAILED, 0).failure.what, "is not on hold"));
}

/* What the server no longer has is not what it gives for that call by now. */
static void what_is_gone_is_not_asked_for(void **state)
{
    (void)state;
    put(OLD);
    assert_true(hold_files_note_gone(folder, CALL, OLD));
    const struct audio_status lost = expect(OLD, AUDIO_FAILED, 0);
    assert_true(strstr(lost.failure.what, "without its audio") && !lost.damage); /* nothing was damaged */
    assert_int_equal(server.asked, 0);
    expect(NULL, AUDIO_COMPLETE, 'a'); /* whichever */
    assert_int_equal(server.asked, 1);
}

/* Of whichever recording: what the server has, else the copy of what it had. */
static void a_number_alone_is_what_the_server_has(void **state)
{
    (void)state;
    hold(OLD);
    server.letter = 'b';
    open_audio(true);
    assert_true(expect(NULL, AUDIO_COMPLETE, 'a').is_held);
    assert_true(hold_files_note_gone(folder, CALL, OLD));
    open_audio(true);
    assert_false(expect(NULL, AUDIO_COMPLETE, 'b').is_held);
    server.has_none = true;
    open_audio(true);
    assert_true(expect(NULL, AUDIO_COMPLETE, 'a').is_held);
}

static void what_is_damaged_is_not_heard(void **state)
{
    static const char *const damages[] = {
        "printf x >>C",
        "truncate -s -1 C",
        "truncate -s 0 C",
        "rm C",
        "printf b | dd of=C bs=1 seek=19 conv=notrunc 2>/dev/null",
        "printf b | dd of=C bs=1 seek=9000 conv=notrunc 2>/dev/null",
        "head -c $(stat -c %s C) /dev/zero >D && mv D C",
        "rm C && ln -s ../good C",
        "rm C && mkdir C",
        "rm C && mkfifo C",
        "echo '<html>' >C",
    };
    (void)state;
    char line[COMMAND_SIZE];
    hold(OLD);
    shell("mv 47610.mp3 ../good");
    server.letter = 'b';
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        snprintf(
            line, sizeof line,
            "rm -rf C 47610.mp3 && cp ../good C && %s; if [ -e C ] || [ -L C ]; then mv -T C 47610.mp3; fi",
            damages[i]);
        shell(line);
        open_audio(false);
        const struct audio_status offline = expect(OLD, AUDIO_FAILED, 0);
        if (!strstr(offline.failure.what, "on hold is damaged"))
            fail_msg("%s: %s", damages[i], offline.failure.what);
        open_audio(true);
        const struct audio_status online = expect(OLD, AUDIO_COMPLETE, 'b');
        assert_false(online.is_held);
        assert_non_null(online.damage);
    }
    shell("rm -r 47610.mp3; cp ../good 47610.mp3");
    open_audio(true);
    assert_true(expect(OLD, AUDIO_COMPLETE, 'a').is_held);
    assert_null(audio_status(audio, CALL, OLD).damage);
}

/* Nor is what the server has of that call by now taken for it. */
static void what_is_damaged_and_gone_is_lost(void **state)
{
    (void)state;
    hold(OLD);
    assert_true(hold_files_note_gone(folder, CALL, OLD));
    shell("printf x >>47610.mp3");
    server.asked = 0;
    open_audio(true);
    assert_non_null(strstr(expect(OLD, AUDIO_FAILED, 0).failure.what, "on hold is damaged"));
    assert_int_equal(server.asked, 0);
}

/* From the server, if that still gives the same. */
static void what_is_damaged_is_mended(void **state)
{
    (void)state;
    hold(OLD);
    shell("truncate -s 100 47610.mp3");
    holds_look(holds);
    settle();
    assert_true(found(OLD)->audio_is_damaged);
    server.letter = 'b';
    open_audio(true);
    save();
    assert_int_equal(failures, 1);
    assert_true(found(OLD)->audio_is_damaged);
    server.letter = 'a';
    open_audio(true);
    save();
    assert_int_equal(failures, 1);
    assert_false(found(OLD)->audio_is_damaged);
    assert_int_equal(kept_folder_count(&root), 2);
    open_audio(false);
    expect(OLD, AUDIO_COMPLETE, 'a');
}

/* Such holds say nothing of their audio: it is theirs, but nobody knows whether it is all. */
static void holds_of_versions_before_go_on(void **state)
{
    (void)state;
    hold(OLD);
    shell(BEFORE);
    open_audio(false);
    assert_true(expect(OLD, AUDIO_UNPROVED, 'a').is_held);
    close_holds();
    open_holds();
    assert_true(found(OLD)->audio_is_recorded);
    assert_false(found(OLD)->audio_is_proved);
    assert_int_equal(strlen(found(OLD)->audio_digest), 128);
    shell(BEFORE);
    shell("touch -d 2020-01-01 47610.mp3"); /* it was there before the hold, so it is of another */
    open_audio(true);
    server.letter = 'b';
    expect(OLD, AUDIO_COMPLETE, 'b');
    holds_look(holds);
    settle();
    assert_null(found(OLD)->audio);
}

/* A program that was killed between the file and what is written of it. */
static void what_a_kill_has_left_is_taken(void **state)
{
    (void)state;
    hold(OLD);
    server.letter = 'b';
    open_audio(true);
    hold(NEW);
    close_holds();
    shell("sed -i 's/,\"AudioFile\":\"47610 (2).*/}/' *.json");
    open_holds();
    assert_true(found(NEW)->audio_is_recorded);
    assert_false(found(NEW)->audio_is_proved);
    open_audio(false);
    expect(OLD, AUDIO_COMPLETE, 'a');
    expect(NEW, AUDIO_UNPROVED, 'b');
}

/* It has saved the same while this one was about to: what it has written of it stays. */
static void another_program_may_be_faster(void **state)
{
    (void)state;
    hold(OLD);
    shell("cp *.json ../newer && mv 47610.mp3 .. && " BEFORE);
    holds_look(holds);
    settle();
    assert_null(found(OLD)->audio);
    shell("mv ../47610.mp3 .");
    open_audio(true);
    struct hold_saver *saver = begin_saving();
    while (audio_status(audio, CALL, OLD).state == AUDIO_ARRIVING)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    shell("mv ../newer *.json");
    end_saving(saver);
    assert_true(found(OLD)->audio_is_proved);
}

static void what_is_released_meanwhile_leaves_nothing(void **state)
{
    (void)state;
    put(OLD);
    struct hold_saver *saver = begin_saving();
    holds_release(holds, found(OLD));
    end_saving(saver);
    assert_int_equal(kept_folder_count(&root), 0);
}

#define WITH_HOLDS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_HOLDS(a_copy_is_proved_if_the_server_told_its_length),
        WITH_HOLDS(another_recording_of_the_call_has_its_own),
        WITH_HOLDS(two_recordings_may_have_the_same),
        WITH_HOLDS(what_is_gone_is_not_asked_for),
        WITH_HOLDS(a_number_alone_is_what_the_server_has),
        WITH_HOLDS(what_is_damaged_is_not_heard),
        WITH_HOLDS(what_is_damaged_and_gone_is_lost),
        WITH_HOLDS(what_is_damaged_is_mended),
        WITH_HOLDS(holds_of_versions_before_go_on),
        WITH_HOLDS(what_a_kill_has_left_is_taken),
        WITH_HOLDS(another_program_may_be_faster),
        WITH_HOLDS(what_is_released_meanwhile_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
