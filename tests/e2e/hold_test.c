/* What is on hold stays, with its notes and its audio, whatever the server and the retention say; released it goes, and
 * nothing of it is left in any file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/saved.h"

#define HISTORY "--agents 2 --recordings 80 --seed 5 --until 2024-05-17"
#define REASON "complaint 4711"
#define MARKED "zebra finch"

enum { CALL_SIZE = 24, CALLER_SIZE = 40, COMMAND_SIZE = 400 };

/* The call under test: the newest, its caller is nobody else's. */
struct held {
    char call[CALL_SIZE];
    char caller[CALLER_SIZE];
    char *audio; /* what the server gives for it; owned */
    size_t size;
};

static void copy_value(char *copy, size_t size, const char *record, const char *name)
{
    const char *value = strstr(record, name);
    assert_non_null(value);
    value += strlen(name);
    snprintf(copy, size, "%.*s", (int)strcspn(value, ",\"}"), value);
}

static void expect_says(const struct command *command, int status, const char *text)
{
    if (!strstr(command_errors(command, NULL), text))
        fail_msg("\"%s\" does not say \"%s\"", command_errors(command, NULL), text);
    assert_int_equal(command_status(command), status);
}

/* A synced history with a note on a new call, whose number is in no other. */
static struct held prepare(struct fixture *fixture)
{
    struct held held = {.audio = NULL};
    char note[COMMAND_SIZE], file[80];
    fixture_serve(fixture, HISTORY);
    free(calls_add(fixture->server, 101, 1, 5));
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--limit", "1", "--format", "jsonl");
    copy_value(held.call, sizeof held.call, command_output(list, NULL), "\"QueueCallId\":");
    copy_value(held.caller, sizeof held.caller, command_output(list, NULL), "\"Caller\":\"");
    copy_value(file, sizeof file, command_output(list, NULL), "\"RecordingFileName\":\"");
    snprintf(
        note, sizeof note,
        "{\"Agent\":\"id:101\",\"QueueCallId\":%s,\"RecordingFileName\":\"%s\",\"Marked\":true,\"Tags\":\"\","
        "\"Note\":\"" MARKED "\",\"ChangedUtc\":\"2024-05-17T10:00:00Z\"}\n",
        held.call, file);
    assert_int_equal(command_status(fixture_run_with_input(fixture, note, "notes", "import")), 0);
    struct http_answer answer = calls_audio(fixture->server, held.call);
    held.size = answer.length;
    held.audio = malloc(held.size);
    memcpy(held.audio, answer.body, held.size);
    http_clear(&answer);
    return held;
}

static struct held hold(struct fixture *fixture)
{
    struct held held = prepare(fixture);
    expect_says(fixture_run(fixture, "hold", held.call, "--reason", REASON, "--until", "2099-01-31"), 0,
                "1 recording on hold");
    return held;
}

struct search {
    const char *bytes;
    size_t length;
    size_t found;
};

static void look_into(void *context, const char *path)
{
    struct search *search = context;
    FILE *file = fopen(path, "r");
    struct buffer bytes = {0};
    char block[65536];
    assert_non_null(file);
    for (size_t count; (count = fread(block, 1, sizeof block, file)) > 0;)
        buffer_append(&bytes, block, count);
    fclose(file);
    search->found += bytes.data && memmem(bytes.data, bytes.length, search->bytes, search->length) != NULL;
    buffer_clear(&bytes);
}

/* How many files of the program have these bytes, but for the access log. */
static size_t files_with(struct fixture *fixture, const char *bytes, size_t length)
{
    struct search search = {bytes, length, 0};
    saved_each(workspace_path(fixture->workspace, "data"), look_into, &search);
    saved_each(workspace_path(fixture->workspace, "state"), look_into, &search);
    return search.found;
}

/* The recording, its note and its audio are all there. */
static void expect_there(struct fixture *fixture, const struct held *held)
{
    char filter[COMMAND_SIZE];
    snprintf(filter, sizeof filter, "call:%s held:yes mark:yes", held->call);
    const struct command *list = fixture_run(fixture, "list", "--offline", "--filter", filter);
    assert_non_null(strstr(command_output(list, NULL), held->caller));
    const struct command *notes = fixture_run(fixture, "notes", "export");
    assert_non_null(strstr(command_output(notes, NULL), MARKED));
    assert_int_equal(files_with(fixture, held->audio, held->size), 1);
    const struct command *table = fixture_run(fixture, "held");
    assert_int_equal(command_status(table), 0);
    assert_non_null(strstr(command_output(table, NULL), REASON));
}

static void expect_nowhere(struct fixture *fixture, const struct held *held)
{
    assert_int_equal(command_status(fixture_run(fixture, "held")), 1);
    assert_int_equal(files_with(fixture, held->audio, held->size), 0);
    assert_int_equal(files_with(fixture, held->audio + held->size / 2, 200), 0);
    assert_int_equal(files_with(fixture, held->caller, strlen(held->caller)), 0);
    assert_int_equal(files_with(fixture, MARKED, strlen(MARKED)), 0);
    assert_int_equal(files_with(fixture, REASON, strlen(REASON)), 0);
}

static void delete_call(struct fixture *fixture, const struct held *held)
{
    char order[COMMAND_SIZE];
    snprintf(order, sizeof order, "delete?agent=101&id=%s", held->call);
    assert_true(server_tell(fixture->server, order));
}

static void it_outlives_what_the_server_deletes(void **state)
{
    struct fixture *fixture = *state;
    struct held held = hold(fixture);
    expect_there(fixture, &held);
    delete_call(fixture, &held);
    expect_says(fixture_run(fixture, "sync", "--verify"), 0,
                "on hold, and kept although the server no longer has it: 1 recording");
    expect_there(fixture, &held);
    expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    expect_nowhere(fixture, &held);
    expect_says(fixture_run(fixture, "release", held.call), 1, "is not on hold");
    expect_says(fixture_run(fixture, "held"), 1, "nothing is on hold");
    free(held.audio);
}

static void it_outlives_losses_that_are_accepted(void **state)
{
    struct fixture *fixture = *state;
    struct held held = hold(fixture);
    assert_true(server_tell(fixture->server, "delete?agent=101&all=1"));
    fixture_run(fixture, "sync", "--agent", "101", "--accept-losses");
    const struct command *sync = fixture_run(fixture, "sync", "--agent", "101", "--accept-losses");
    expect_says(sync, 0, "although the server no longer has it: 1 recording");
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--agent", "101", "--format", "jsonl");
    const char *first = strchr(command_output(list, NULL), '\n');
    assert_true(first && first[1] == '\0');
    expect_there(fixture, &held);
    expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    expect_nowhere(fixture, &held);
    free(held.audio);
}

static void it_outlives_the_retention(void **state)
{
    struct fixture *fixture = *state;
    struct held held = hold(fixture);
    expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01", "--dry-run"), 0,
                "on hold, and kept: 1 recording");
    expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 0, "purged 80 recordings");
    expect_there(fixture, &held);
    expect_says(fixture_run(fixture, "wipe", "--yes"), 2, "1 recording on hold");
    expect_there(fixture, &held);
    expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 0, "purged 1 recording");
    expect_nowhere(fixture, &held);
    free(held.audio);
}

static void in_archives(struct fixture *fixture, const char *line)
{
    char command[2 * COMMAND_SIZE];
    snprintf(command, sizeof command, "cd %s/data/tapedeck && for f in *.db; do %s; done",
             workspace_path(fixture->workspace, ""), line);
    /* NOLINTNEXTLINE(cert-env33-c): of the test, with paths of its own */
    assert_int_equal(system(command), 0);
}

static void a_purge_fails_where_something_stays_unread(void **state)
{
    struct fixture *fixture = *state;
    struct held held = prepare(fixture);
    in_archives(fixture, "touch $f.held");
    expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 4, "what is on hold cannot be read");
    in_archives(fixture, "rm $f.held $f.notes* && mkdir $f.notes");
    expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 4, "marks and notes cannot be kept");
    in_archives(fixture, "rmdir $f.notes");
    expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 0, "purged 0 recordings");
    free(held.audio);
}

/* A server that fails is asked again by the next command. */
static void audio_that_failed_is_fetched_later(void **state)
{
    struct fixture *fixture = *state;
    struct held held = prepare(fixture);
    assert_true(server_tell(fixture->server, "fault?kind=status&status=500&match=recordings/"));
    expect_says(fixture_run(fixture, "hold", held.call, "--reason", REASON, "--retries", "0"), 5,
                "is on hold, but without its audio");
    assert_int_equal(files_with(fixture, held.audio, held.size), 0);
    assert_true(server_tell(fixture->server, "clear-faults"));
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_there(fixture, &held);
    free(held.audio);
}

/* Its end is in the file, as if time had passed. */
static void let_it_end(struct fixture *fixture)
{
    in_archives(fixture, "sed -i s/2099-/2020-/ $f.held/*.json");
}

/* Nobody has been there since its end to delete it. */
static void wiped_nothing_of_it_is_left(void **state)
{
    struct fixture *fixture = *state;
    struct held held = hold(fixture);
    let_it_end(fixture);
    expect_says(fixture_run(fixture, "wipe", "--yes"), 0, "of a recording on hold");
    assert_int_equal(files_with(fixture, held.audio, held.size), 0);
    assert_int_equal(files_with(fixture, REASON, strlen(REASON)), 0);
    free(held.audio);
}

static void its_end_is_an_end(void **state)
{
    struct fixture *fixture = *state;
    struct held held = hold(fixture);
    delete_call(fixture, &held);
    fixture_run(fixture, "sync", "--verify");
    expect_there(fixture, &held);
    let_it_end(fixture);
    expect_says(fixture_run(fixture, "sync"), 0, "was on hold until now");
    expect_nowhere(fixture, &held);
    free(held.audio);
}

static void what_is_wrong_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct held held = prepare(fixture);
    expect_says(fixture_run(fixture, "hold", held.call), 2, "nothing says why");
    expect_says(fixture_run(fixture, "hold", "x", "--reason", REASON), 2, "'x' is no CALLID");
    expect_says(fixture_run(fixture, "hold", "--reason", REASON), 2, "needs a CALLID");
    expect_says(fixture_run(fixture, "hold", held.call, "--reason", REASON, "--until", "2020-01-01"), 2,
                "lies before now");
    expect_says(fixture_run(fixture, "hold", "1", "--reason", REASON), 1, "call 1 is not in the archive");
    expect_says(fixture_run(fixture, "hold", held.call, "--no-archive", "--reason", REASON), 2,
                "nothing can be held");
    expect_says(fixture_run(fixture, "held"), 1, "nothing is on hold");
    expect_says(fixture_run(fixture, "release", "1"), 1, "call 1 is not on hold");
    free(held.audio);
}

/* A day without its year, that many days and years from now, is read as the next one. */
static void expect_next(struct terminal *terminal, int days, int years)
{
    char written[40], shown[80];
    time_t now = time(NULL) + (time_t)days * 86400;
    struct tm date;
    gmtime_r(&now, &date);
    date.tm_year += years;
    mktime(&date); /* finds the weekday */
    strftime(written, sizeof written, "%d %B", &date);
    strftime(shown, sizeof shown, "= until %a %d %b %Y", &date);
    char *zero = strstr(shown, " 0");
    if (zero)
        memmove(zero + 1, zero + 2, strlen(zero + 1));
    terminal_type(terminal, written);
    expect_text(terminal, shown);
    terminal_keys(terminal, "C-u");
}

static void the_screen_holds_and_releases(void **state)
{
    struct fixture *fixture = *state;
    struct held held = prepare(fixture);
    struct terminal *terminal = fixture_open(fixture, 30, 130);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, held.call);
    terminal_keys(terminal, "H Enter");
    expect_text(terminal, "nothing is held without a reason");
    terminal_keys(terminal, "H");
    expect_text(terminal, "why it is to be kept");
    terminal_type(terminal, REASON);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "until which day");
    terminal_type(terminal, "2020-01-01");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "lies before now");
    terminal_keys(terminal, "C-u");
    expect_next(terminal, 30, 0);
    expect_next(terminal, -30, 1);
    terminal_type(terminal, "2099-01-31");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "until 2099-01-31, with its audio");
    expect_selected(terminal, "!");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "held:yes");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "1 hit");
    terminal_keys(terminal, "Esc");
    delete_call(fixture, &held);
    terminal_keys(terminal, "r");
    expect_text(terminal, "the server no longer has this recording");
    expect_there(fixture, &held);
    terminal_keys(terminal, "H");
    expect_text(terminal, "Release it? The server no longer has it");
    terminal_keys(terminal, "y");
    expect_text(terminal, "80 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_nowhere(fixture, &held);
    free(held.audio);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(it_outlives_what_the_server_deletes),
        WITH_FIXTURE(it_outlives_losses_that_are_accepted),
        WITH_FIXTURE(it_outlives_the_retention),
        WITH_FIXTURE(a_purge_fails_where_something_stays_unread),
        WITH_FIXTURE(audio_that_failed_is_fetched_later),
        WITH_FIXTURE(its_end_is_an_end),
        WITH_FIXTURE(wiped_nothing_of_it_is_left),
        WITH_FIXTURE(what_is_wrong_is_refused),
        WITH_FIXTURE(the_screen_holds_and_releases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
