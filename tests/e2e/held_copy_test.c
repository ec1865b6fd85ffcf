/* A copy on hold is that of one recording, and as long as it is what was kept: whatever the server has under that number by
 * now, and whatever has become of the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/calls.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/held.h"

#define COPY "is the copy that is on hold"

enum { FILE_SIZE = 80, COMMAND_SIZE = 1000 };

/* The call on hold, and another recording to which the server has given its number. */
struct anew {
    struct held held;
    char file[FILE_SIZE];  /* of the one that is on hold */
    char other[FILE_SIZE]; /* of the new one */
    struct http_answer audio;
};

/* The file of an agent's recording of a call, as the server lists it. */
static void find_file(struct server *server, int agent, const char *call, char file[FILE_SIZE])
{
    char order[FILE_SIZE];
    snprintf(order, sizeof order, "list?agent=%d", agent);
    char *list = server_control(server, order);
    assert_non_null(list);
    snprintf(order, sizeof order, "\n%s ", call);
    const char *at = strstr(list, order);
    assert_non_null(at);
    at += strlen(order);
    snprintf(file, FILE_SIZE, "%.*s", (int)strcspn(at, " "), at);
    free(list);
}

/* The server is restored from before the call, and gives its number to one of another agent. */
static struct anew give_anew(struct fixture *fixture)
{
    char order[FILE_SIZE];
    struct anew anew = {.held = held_make(fixture)};
    find_file(fixture->server, 101, anew.held.call, anew.file);
    snprintf(order, sizeof order, "restore?id=%ld", strtol(anew.held.call, NULL, 10) - 1);
    assert_true(server_tell(fixture->server, order));
    free(calls_add(fixture->server, 102, 1, 9));
    find_file(fixture->server, 102, anew.held.call, anew.other);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--verify")), 0);
    anew.audio = calls_audio(fixture->server, anew.held.call);
    assert_true(anew.audio.length != anew.held.size);
    return anew;
}

static void anew_clear(struct anew *anew)
{
    http_clear(&anew->audio);
    free(anew->held.audio);
}

static void expect_bytes(const struct command *command, const char *bytes, size_t size)
{
    size_t length;
    const char *output = command_output(command, &length);
    assert_int_equal(command_status(command), 0);
    assert_int_equal(length, size);
    assert_memory_equal(output, bytes, length);
}

static void expect_file(struct fixture *fixture, const char *name, const char *bytes, size_t size)
{
    FILE *file = fopen(workspace_path(fixture->workspace, name), "r");
    char *there = malloc(size + 1);
    if (!file)
        fail_msg("there is no %s", name);
    assert_int_equal(fread(there, 1, size + 1, file), size);
    assert_memory_equal(there, bytes, size);
    fclose(file);
    free(there);
}

static void a_number_given_anew_is_another_recording(void **state)
{
    struct fixture *fixture = *state;
    char path[300];
    struct anew anew = give_anew(fixture);
    const char *call = anew.held.call;
    const struct command *command = fixture_run(fixture, "audio", call, "--file", anew.other);
    expect_bytes(command, anew.audio.body, anew.audio.length);
    assert_null(strstr(command_errors(command, NULL), COPY));
    assert_null(
        strstr(command_errors(command, NULL), "one audio for")); /* the server has one recording of it */
    command = fixture_run(fixture, "audio", call, "--file", anew.file);
    expect_bytes(command, anew.held.audio, anew.held.size);
    held_expect_says(command, 0, COPY);
    expect_bytes(fixture_run(fixture, "audio", call), anew.audio.body, anew.audio.length);
    held_expect_says(fixture_run(fixture, "audio", call, "--file", anew.other, "--offline"), 2,
                     "is not on hold, and the server was not asked");
    held_expect_says(fixture_run(fixture, "audio", call, "--file", anew.file, "--offline"), 0, COPY);

    snprintf(path, sizeof path, "%s/{file}", workspace_path(fixture->workspace, "home"));
    command = fixture_run(fixture, "save", call, "-o", path, "--sidecar");
    held_expect_says(command, 0, "saved from the copy that is on hold");
    held_expect_says(command, 0, "saved 2 recordings");
    snprintf(path, sizeof path, "home/%s", anew.file);
    expect_file(fixture, path, anew.held.audio, anew.held.size);
    snprintf(path, sizeof path, "home/%s", anew.other);
    expect_file(fixture, path, anew.audio.body, anew.audio.length);
    snprintf(path, sizeof path,
             "grep -q '\"AudioIsHeld\":true' %s.json && grep -q '\"AudioIsHeld\":false' %s.json", anew.file,
             anew.other);
    assert_int_equal(workspace_shell(fixture->workspace, path), 0);
    anew_clear(&anew);
}

static void a_bundle_has_both(void **state)
{
    struct fixture *fixture = *state;
    char line[COMMAND_SIZE];
    struct anew anew = give_anew(fixture);
    char path[300];
    snprintf(path, sizeof path, "%s", workspace_path(fixture->workspace, "home/case.zip"));
    held_expect_says(fixture_run(fixture, "bundle", "case", anew.held.call, "-o", path), 0,
                     "bundled 2 recordings");
    assert_int_equal(workspace_shell(fixture->workspace, "unzip -q case.zip"), 0);
    snprintf(line, sizeof line,
             "cd case/data && mv \"$(sed -n 's!.*%s.*,\\(audio/[^,]*\\),hold,.*!\\1!p' recordings.csv)\" "
             "../../held"
             " && mv \"$(sed -n 's!.*%s.*,\\(audio/[^,]*\\),server,.*!\\1!p' recordings.csv)\" ../../other",
             anew.file, anew.other);
    assert_int_equal(workspace_shell(fixture->workspace, line), 0);
    expect_file(fixture, "home/held", anew.held.audio, anew.held.size);
    expect_file(fixture, "home/other", anew.audio.body, anew.audio.length);
    assert_int_equal(command_status(fixture_run(fixture, "verify", path)), 0);
    held_expect_says(fixture_run(fixture, "bundle", "case", anew.held.call, "--offline", "-o", path), 5,
                     "without audio: 1 recording; the bundle says why");
    assert_int_equal(workspace_shell(fixture->workspace,
                                     "rm -r case && unzip -q 'case (2).zip' && grep -q 'not on hold, and the"
                                     " server was not asked' case/data/recordings.csv"),
                     0);
    anew_clear(&anew);
}

/* One that the server gives one audio for: one of the two is on hold. */
static void of_one_call_of_two_agents_one_is_on_hold(void **state)
{
    struct fixture *fixture = *state;
    char call[HELD_CALL_SIZE] = "", line[COMMAND_SIZE];
    fixture_serve(fixture, "--agents 2 --recordings 600 --seed 5 --until 2024-05-17");
    char *one = server_control(fixture->server, "list?agent=101"),
         *other = server_control(fixture->server, "list?agent=102"), *rest = NULL;
    for (const char *at = strtok_r(one, "\n", &rest); at && !*call; at = strtok_r(NULL, "\n", &rest)) {
        snprintf(line, sizeof line, "\n%.*s ", (int)strcspn(at, " "), at);
        if (strstr(other, line))
            snprintf(call, sizeof call, "%.*s", (int)strcspn(at, " "), at);
    }
    free(one);
    free(other);
    assert_true(*call);
    char path[300];
    snprintf(path, sizeof path, "%s", workspace_path(fixture->workspace, "home/case.zip"));
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    held_expect_says(fixture_run(fixture, "hold", call, "--agent", "101", "--reason", HELD_REASON), 0,
                     "1 recording on hold");
    held_expect_says(fixture_run(fixture, "bundle", "case", call, "--offline", "-o", path), 5,
                     "without audio: 1 recording; the bundle says why");
    assert_int_equal(
        workspace_shell(fixture->workspace,
                        "unzip -q case.zip && grep -q ',102,.*not on hold, and the server was not"
                        " asked' case/data/recordings.csv"),
        0);
    held_expect_says(fixture_run(fixture, "bundle", "all", call, "-o", path), 0, "bundled 2 recordings");
    assert_int_equal(
        workspace_shell(
            fixture->workspace,
            "unzip -q 'case (2).zip' && ls all/data/audio | wc -l | grep -q '^1$' && grep -q"
            " ',102,.*,server,' all/data/recordings.csv && grep -q ',101,.*,hold,' all/data/recordings.csv"),
        0);
}

static void what_is_damaged_is_told(void **state)
{
    struct fixture *fixture = *state;
    char path[300];
    struct held held = held_make(fixture);
    held_in_archives(fixture, "printf x | dd of=$(ls $f.held/*.mp3) bs=1 seek=5000 conv=notrunc 2>/dev/null");
    snprintf(path, sizeof path, "%s/{call}.mp3", workspace_path(fixture->workspace, "home"));
    const struct command *command = fixture_run(fixture, "save", held.call, "-o", path);
    held_expect_says(command, 0,
                     "that is on hold is damaged: its bytes are others than those that were kept");
    snprintf(path, sizeof path, "home/%s.mp3", held.call);
    expect_file(fixture, path, held.audio, held.size);
    char bundle[300];
    snprintf(bundle, sizeof bundle, "%s", workspace_path(fixture->workspace, "home/case.zip"));
    held_expect_says(fixture_run(fixture, "bundle", "case", held.call, "-o", bundle), 0,
                     "bundled 1 recording");
    assert_int_equal(workspace_shell(fixture->workspace,
                                     "unzip -q case.zip && grep -q 'server-for-damaged-copy'"
                                     " case/data/recordings.csv"),
                     0);
    command = fixture_run(fixture, "bundle", "case", held.call, "--offline", "-o", bundle);
    held_expect_says(command, 5, "without audio: 1 recording");
    held_delete(fixture, &held);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--verify")), 0);
    held_expect_says(fixture_run(fixture, "audio", held.call, "--agent", "101"), 4, "on hold is damaged");
    held_in_archives(fixture, "rm $f.held/*.mp3");
    assert_non_null(strstr(command_output(fixture_run(fixture, "held"), NULL), "damaged"));
    free(held.audio);
}

/* Both rows have one number: what of them is played, and whose the audio is, is told of the row. */
static void the_screen_tells_them_apart(void **state)
{
    struct fixture *fixture = *state;
    hearing_use(fixture, HEARING_SOUND);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[audio]\nsave = ~/kept/{file}\n", 0600);
    struct anew anew = give_anew(fixture);
    char path[300], filter[HELD_CALL_SIZE + 8];
    snprintf(filter, sizeof filter, "call:%s", anew.held.call);
    const char *list =
        command_output(fixture_run(fixture, "list", "--filter", filter, "--format", "jsonl"), NULL);
    const char *held = strstr(list, anew.file), *other = strstr(list, anew.other);
    assert_true(held && other);
    bool is_held_first = held < other;
    struct terminal *terminal = fixture_open(fixture, 40, 130);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "Tab /");
    terminal_type(terminal, filter);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "2 hits");
    terminal_keys(terminal, "g");
    expect_text(terminal, is_held_first ? " · id 101" : " · id 102"); /* in the details */
    terminal_keys(terminal, is_held_first ? "p" : "j p");
    expect_text(terminal, "the server no longer has this recording");
    expect_text(terminal, "it is the copy that is on hold; the server was not asked");
    terminal_keys(terminal, is_held_first ? "j" : "k");
    expect_gone(terminal, "it is the copy that is on hold");
    terminal_keys(terminal, "p");
    expect_text(terminal, "Sound");
    expect_absent(terminal, "it is the copy that is on hold");
    terminal_keys(terminal, "s");
    expect_text(terminal, anew.other);
    expect_text(terminal, "saved as");
    terminal_keys(terminal, is_held_first ? "k s" : "j s");
    expect_text(terminal, "it is the copy that is on hold");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    snprintf(path, sizeof path, "home/kept/%s", anew.file);
    expect_file(fixture, path, anew.held.audio, anew.held.size);
    snprintf(path, sizeof path, "home/kept/%s", anew.other);
    expect_file(fixture, path, anew.audio.body, anew.audio.length);
    anew_clear(&anew);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_number_given_anew_is_another_recording),
        WITH_FIXTURE(a_bundle_has_both),
        WITH_FIXTURE(of_one_call_of_two_agents_one_is_on_hold),
        WITH_FIXTURE(what_is_damaged_is_told),
        WITH_FIXTURE(the_screen_tells_them_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
