/* The audio of many recordings, saved from a server that may misbehave. */
#include "model/keep/saver.h"
#include "tests/unit/model/audio/made_mp3.h"
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/model/keep/thread_gate.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIRST = 1000, MANY = 1000, TAG = 20, MEMORY = 16 << 20 };

#define NAMES "{agent}/{caller}_{call}_{file}.mp3"

/* What the server does; set before it is asked. */
static struct {
    struct made_mp3 file;
    unsigned failures; /* so many answers are errors of the server */
    int64_t cut;       /* the audio of this call is cut, each time */
    bool is_refused;   /* so is the secret */
    bool has_no_length;
} server;

static struct fixture fixture;
static struct audio *audio;
static struct kept_folder folder;
static char name_template[200];

/* What the saver has told. */
static struct {
    size_t saved, same, failed, unproved;
    char *path;
    char reason[300];
    int64_t failed_call;
} told;

/* Each call has audio of its own: a tag with its number before the same frames. */
static void make_tag(char tag[TAG + 1], int64_t call)
{
    static const char head[] = {'I', 'D', '3', 3, 0, 0, 0, 0, 0, TAG - 10};
    memset(tag, 0, TAG + 1);
    memcpy(tag, head, sizeof head);
    snprintf(tag + sizeof head, TAG + 1 - sizeof head, "%010lld", (long long)call);
}

static bool answer(struct loopback_client *client, const char *request)
{
    char head[200], tag[TAG + 1];
    const char *number = strstr(request, "/recordings/");
    int64_t call = number ? strtoll(number + strlen("/recordings/"), NULL, 10) : 0;
    if (server.is_refused)
        return loopback_send_text(client, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
    if (server.failures && server.failures--)
        return loopback_send_text(client, "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n");
    make_tag(tag, call);
    snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", server.file.length + TAG);
    if (server.has_no_length)
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    size_t length = server.cut == call ? server.file.length / 2 : server.file.length,
           begin = strlen(head) + TAG;
    char *bytes = malloc(begin + length); /* at once, as parts would wait for each other */
    memcpy(bytes, head, begin - TAG);
    memcpy(bytes + begin - TAG, tag, TAG);
    memcpy(bytes + begin, server.file.bytes, length);
    bool is_sent = loopback_send(client, bytes, begin + length);
    free(bytes);
    return is_sent && server.cut != call && !server.has_no_length;
}

static void on_changed(void *context, int64_t call)
{
    (void)context;
    (void)call;
}

static void open_audio(uint64_t memory)
{
    audio = audio_open(&(struct audio_options){.loop = &fixture.loop,
                                               .http = fixture.http,
                                               .base = fixture.base,
                                               .memory = memory,
                                               .changed = on_changed});
}

static int set_up(void **state)
{
    (void)state;
    memset(&server, 0, sizeof server);
    memset(&told, 0, sizeof told);
    server.file = made_mp3(false, false, false);
    made_mp3_add(&server.file, 300, MADE_LEFT);
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){0});
    open_audio(MEMORY);
    kept_folder_make(&folder);
    snprintf(name_template, sizeof name_template, "%s/" NAMES, folder.root);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    audio_close(&audio);
    fixture_close(&fixture);
    made_mp3_free(&server.file);
    free(told.path);
    kept_folder_remove(&folder);
    return 0;
}

static void assert_is_audio(const char *path, int64_t call)
{
    char tag[TAG + 1], there[TAG];
    char *bytes = calloc(1, server.file.length + 1);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    make_tag(tag, call);
    assert_int_equal(fread(there, 1, TAG, file), TAG);
    assert_memory_equal(there, tag, TAG);
    assert_int_equal(fread(bytes, 1, server.file.length + 1, file), server.file.length);
    assert_memory_equal(bytes, server.file.bytes, server.file.length);
    fclose(file);
    free(bytes);
}

static void on_took(void *context, const struct saver_result *result)
{
    (void)context;
    told.saved += result->outcome == KEPT_NEW;
    told.same += result->outcome == KEPT_SAME;
    told.failed += result->outcome == KEPT_FAILED;
    told.unproved += result->is_unproved;
    assert_int_equal(result->outcome == KEPT_FAILED, result->failure != NULL);
    assert_int_equal(result->outcome == KEPT_FAILED, result->path == NULL);
    if (result->failure || !result->path) {
        snprintf(told.reason, sizeof told.reason, "%s", result->failure->what);
        told.failed_call = result->recording->queue_call_id;
        return;
    }
    assert_is_audio(result->path, result->recording->queue_call_id);
    free(told.path);
    told.path = strdup(result->path);
}

static struct saver *open_saver(bool has_sidecar, unsigned retries)
{
    return saver_open(&(struct saver_options){.loop = &fixture.loop,
                                              .audio = audio,
                                              .name_template = name_template,
                                              .utc = true,
                                              .has_sidecar = has_sidecar,
                                              .retries = retries,
                                              .took = on_took});
}

static void add(struct saver *saver, int64_t call, const char *name)
{
    struct recording recording = recording_unknown;
    recording.queue_call_id = call;
    recording.file_name = recording.agent_name = recording.caller = name;
    saver_add(saver, &recording);
}

static void run(struct saver *saver)
{
    saver_turn(saver);
    while (!saver_is_done(saver)) {
        uv_run(&fixture.loop, UV_RUN_ONCE);
        saver_turn(saver);
    }
}

static const char *hurting_name(unsigned index)
{
    static char long_name[301];
    static const char *const names[] = {
        "../../etc/passwd", "..",       "/etc/passwd",
        "nul\x01\x1b[2J",   ".hidden",  "\xf0\x9f\x98\x80 \xc3\xb8 \xe5\xb1\xb1",
        "C:\\x\\y.wav",     "a\nb",     "-rf *",
        "$(reboot)`x`",     "",         "bad \xff\xfe utf-8",
        "same.mp3",         "same.mp3", NULL,
    };
    memset(long_name, 'n', sizeof long_name - 1);
    if (index % 16 == 15)
        return long_name;
    return names[index % 16];
}

static void save_many(bool has_sidecar)
{
    struct saver *saver = open_saver(has_sidecar, 3);
    for (unsigned i = 0; i < MANY; i++) /* every third shares its call with the one before */
        add(saver, FIRST + (i % 3 == 2 ? i - 1 : i), hurting_name(i));
    run(saver);
    assert_int_equal(saver_counts(saver).total, MANY);
    assert_null(saver_given_up(saver));
    saver_close(&saver);
    assert_null(saver);
}

static void every_name_gets_the_bytes_of_its_call(void **state)
{
    (void)state;
    save_many(false);
    const size_t saved = told.saved;
    assert_int_equal(saved + told.same, MANY);
    assert_in_range(told.same, 1, MANY / 16); /* two recordings of one call with one name */
    assert_int_equal(kept_folder_count(&folder), saved);
    save_many(true); /* all are there already, and get what is known of them beside them */
    assert_int_equal(told.saved, saved);
    assert_int_equal(kept_folder_count(&folder), 2 * saved);
    save_many(true);
    assert_int_equal(told.saved, saved);
    assert_int_equal(kept_folder_count(&folder), 2 * saved);
}

static void what_is_cut_is_not_saved(void **state)
{
    (void)state;
    struct saver *saver = open_saver(false, 0);
    server.cut = FIRST;
    add(saver, FIRST, "cut");
    run(saver);
    assert_int_equal(told.failed, 1);
    assert_int_equal(told.failed_call, FIRST);
    assert_non_null(strstr(told.reason, "the audio of call 1000"));
    assert_int_equal(kept_folder_count(&folder), 0);
    saver_close(&saver);
}

static void what_fails_for_a_while_is_tried_again(void **state)
{
    (void)state;
    struct saver *saver = open_saver(false, 1);
    server.failures = 1;
    add(saver, FIRST, "later");
    run(saver);
    assert_int_equal(told.saved, 1);
    assert_int_equal(loopback_requests(fixture.server), 2);
    server.failures = 2;
    add(saver, FIRST + 1, "never");
    run(saver);
    assert_int_equal(told.failed, 1);
    saver_close(&saver);
}

static void what_would_fail_for_all_ends_it(void **state)
{
    (void)state;
    struct saver *saver = open_saver(false, 3);
    server.is_refused = true;
    for (unsigned i = 0; i < 10; i++)
        add(saver, FIRST + i, "x");
    run(saver);
    assert_in_range(told.failed, 1, 2); /* those that were asked for at once */
    assert_in_range(loopback_requests(fixture.server), 1, 2);
    assert_non_null(saver_given_up(saver));
    assert_int_equal(saver_given_up(saver)->kind, FAILURE_REFUSED);
    assert_int_equal(saver_untried(saver), 10 - told.failed);
    saver_close(&saver);
}

/* Whatever it is: what arrives is not waited for, and what has not been asked for never is. */
static void a_folder_that_takes_nothing_ends_it(void **state)
{
    (void)state;
    FILE *file = fopen(kept_folder_path(&folder, "no folder"), "w");
    assert_non_null(file);
    fclose(file);
    snprintf(name_template, sizeof name_template, "%s/no folder/{call}", folder.root);
    struct saver *saver = open_saver(false, 3);
    for (unsigned i = 0; i < 10; i++)
        add(saver, FIRST + i, "x");
    run(saver);
    assert_in_range(told.failed, 1, 2);
    assert_in_range(loopback_requests(fixture.server), 1, 2);
    assert_non_null(saver_given_up(saver));
    assert_int_equal(saver_untried(saver), 10 - told.failed);
    assert_non_null(strstr(saver_given_up(saver)->what, "no folder"));
    saver_close(&saver);
}

/* Else there would be files of which nobody is told: not the user, nor the access log. */
static void what_is_written_as_it_is_closed_does_not_appear(void **state)
{
    (void)state;
    struct thread_gate gate;
    struct saver *saver = open_saver(false, 0);
    audio_fetch(audio, FIRST, "x");
    while (audio_status(audio, FIRST, "x").state == AUDIO_ARRIVING)
        uv_run(&fixture.loop, UV_RUN_ONCE);
    thread_gate_close(&gate, &fixture.loop);
    add(saver, FIRST, "x");
    saver_turn(saver);
    assert_false(saver_is_done(saver));
    saver_close(&saver);
    thread_gate_open(&gate);
    assert_int_equal(told.saved + told.failed, 0);
    assert_int_equal(kept_folder_count(&folder), 0);
}

/* As with a stick that is pulled: nothing is written where it was. */
static void a_folder_that_goes_is_not_made_again(void **state)
{
    (void)state;
    char name[64];
    snprintf(name_template, sizeof name_template, "%s/stick/{call}", folder.root);
    struct saver *saver = open_saver(false, 3);
    add(saver, FIRST, "x");
    run(saver);
    assert_int_equal(told.saved, 1);
    snprintf(name, sizeof name, "%s", kept_folder_path(&folder, "pulled"));
    assert_int_equal(rename(kept_folder_path(&folder, "stick"), name), 0);
    for (unsigned i = 1; i < 10; i++)
        add(saver, FIRST + i, "x");
    run(saver);
    assert_int_equal(told.saved, 1);
    assert_in_range(told.failed, 1, 2);
    assert_int_equal(saver_untried(saver), 9 - told.failed);
    assert_non_null(strstr(saver_given_up(saver)->what, "the folder is gone"));
    assert_int_equal(kept_folder_count(&folder), 1);
    saver_close(&saver);
}

/* Where one has no place others may have theirs. */
static void a_folder_of_one_does_not_end_it(void **state)
{
    (void)state;
    FILE *file = fopen(kept_folder_path(&folder, "no folder.mp3"), "w");
    assert_non_null(file);
    fclose(file);
    snprintf(name_template, sizeof name_template, "%s/{file}.mp3/{call}", folder.root);
    struct saver *saver = open_saver(false, 3);
    for (unsigned i = 0; i < 10; i++)
        add(saver, FIRST + i, i % 2 == 0 ? "no folder" : "folder");
    run(saver);
    assert_int_equal(told.failed, 5);
    assert_int_equal(told.saved, 5);
    assert_null(saver_given_up(saver));
    saver_close(&saver);
}

/* One call that is larger than the memory says nothing about the others. */
static void one_that_is_too_large_does_not_end_it(void **state)
{
    (void)state;
    audio_close(&audio);
    open_audio(server.file.length / 2);
    struct saver *saver = open_saver(false, 0);
    for (unsigned i = 0; i < 10; i++)
        add(saver, FIRST + i, "x");
    run(saver);
    assert_int_equal(told.failed, 10);
    assert_non_null(strstr(told.reason, "kept in memory"));
    saver_close(&saver);
}

/* It was there, and another's audio took its place before it could be saved. */
static void what_has_left_memory_is_told(void **state)
{
    (void)state;
    audio_close(&audio);
    open_audio(server.file.length * 3 / 2);
    struct saver *saver = open_saver(false, 0);
    add(saver, FIRST, "x");
    saver_turn(saver);
    for (int64_t call = FIRST; call < FIRST + 2; call++) {
        audio_fetch(audio, call, "x");
        while (audio_status(audio, call, "x").state == AUDIO_ARRIVING)
            uv_run(&fixture.loop, UV_RUN_ONCE);
    }
    run(saver);
    assert_int_equal(told.failed, 1);
    assert_non_null(strstr(told.reason, "has left memory"));
    saver_close(&saver);
}

static void what_another_stops_is_saved_all_the_same(void **state)
{
    (void)state;
    struct saver *saver = open_saver(false, 0);
    audio_fetch(audio, FIRST, "x");
    add(saver, FIRST, "x");
    saver_turn(saver);
    audio_stop(audio, FIRST, "x");
    run(saver);
    assert_int_equal(told.failed, 0);
    assert_int_equal(told.saved, 1);
    saver_close(&saver);
}

static void what_another_has_asked_for_goes_on(void **state)
{
    (void)state;
    struct saver *saver = open_saver(false, 0);
    audio_fetch(audio, FIRST, "x");
    add(saver, FIRST, "x");
    saver_turn(saver);
    saver_close(&saver);
    assert_true(audio_is_arriving(audio));
}

static void what_is_not_proved_is_told(void **state)
{
    (void)state;
    struct saver *saver = open_saver(true, 0);
    server.has_no_length = true;
    add(saver, FIRST, "open");
    run(saver);
    assert_int_equal(told.saved, 1);
    assert_int_equal(told.unproved, 1);
    assert_int_equal(saver_counts(saver).unproved, 1);
    char *sidecar = kept_folder_read(&folder, "open/open_1000_open.mp3.json");
    assert_non_null(strstr(sidecar, "\"QueueCallId\":1000,"));
    assert_non_null(strstr(sidecar, "\"AgentName\":\"open\""));
    assert_non_null(strstr(sidecar, "\"AudioIsProved\":false}"));
    free(sidecar);
    saver_close(&saver);
}

static void what_has_no_call_has_no_audio(void **state)
{
    (void)state;
    struct saver *saver = open_saver(false, 0);
    add(saver, RECORDING_NO_NUMBER, "x");
    run(saver);
    assert_int_equal(told.failed, 1);
    assert_non_null(strstr(told.reason, "no call id"));
    saver_close(&saver);
}

/* In the middle of fetching and of writing: nothing half is there, and nothing is told any more. */
static void it_can_be_closed_at_any_time(void **state)
{
    (void)state;
    for (unsigned turns = 0; turns < 40; turns++) {
        struct saver *saver = open_saver(true, 3);
        for (unsigned i = 0; i < 4; i++)
            add(saver, FIRST + i, "x");
        saver_turn(saver);
        for (unsigned i = 0; i < turns; i++) {
            uv_run(&fixture.loop, UV_RUN_NOWAIT);
            saver_turn(saver);
        }
        size_t before = told.saved + told.same + told.failed;
        saver_close(&saver);
        assert_false(audio_is_arriving(audio));
        uv_run(&fixture.loop, UV_RUN_NOWAIT);
        assert_int_equal(told.saved + told.same + told.failed, before);
    }
    assert_int_equal(told.failed, 0);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(every_name_gets_the_bytes_of_its_call),
        WITH_SERVER(what_is_cut_is_not_saved),
        WITH_SERVER(what_fails_for_a_while_is_tried_again),
        WITH_SERVER(what_would_fail_for_all_ends_it),
        WITH_SERVER(a_folder_that_takes_nothing_ends_it),
        WITH_SERVER(what_is_written_as_it_is_closed_does_not_appear),
        WITH_SERVER(a_folder_that_goes_is_not_made_again),
        WITH_SERVER(a_folder_of_one_does_not_end_it),
        WITH_SERVER(one_that_is_too_large_does_not_end_it),
        WITH_SERVER(what_has_left_memory_is_told),
        WITH_SERVER(what_another_stops_is_saved_all_the_same),
        WITH_SERVER(what_another_has_asked_for_goes_on),
        WITH_SERVER(what_is_not_proved_is_told),
        WITH_SERVER(what_has_no_call_has_no_audio),
        WITH_SERVER(it_can_be_closed_at_any_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
