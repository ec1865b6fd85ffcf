#include "tests/e2e/held.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/saved.h"

#define HISTORY "--agents 2 --recordings 80 --seed 5 --until 2024-05-17"
#define MARKED "zebra finch"

enum { COMMAND_SIZE = 400 };

static void copy_value(char *copy, size_t size, const char *record, const char *name)
{
    const char *value = strstr(record, name);
    assert_non_null(value);
    value += strlen(name);
    snprintf(copy, size, "%.*s", (int)strcspn(value, ",\"}"), value);
}

void held_expect_says(const struct command *command, int status, const char *text)
{
    if (!strstr(command_errors(command, NULL), text))
        fail_msg("\"%s\" does not say \"%s\"", command_errors(command, NULL), text);
    assert_int_equal(command_status(command), status);
}

/* A synced history with a note on a new call, whose number is in no other. */
struct held held_prepare(struct fixture *fixture)
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

struct held held_make(struct fixture *fixture)
{
    struct held held = held_prepare(fixture);
    held_expect_says(
        fixture_run(fixture, "hold", held.call, "--reason", HELD_REASON, "--until", "2099-01-31"), 0,
        "1 recording on hold");
    return held;
}

struct search {
    const char *bytes;
    size_t length;
    size_t found;
    bool spares_log;
};

static void look_into(void *context, const char *path)
{
    struct search *search = context;
    if (search->spares_log && strstr(path, "/tapedeck/log/"))
        return;
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

static size_t files_with(struct fixture *fixture, struct search search)
{
    saved_each(workspace_path(fixture->workspace, "data"), look_into, &search);
    saved_each(workspace_path(fixture->workspace, "state"), look_into, &search);
    return search.found;
}

size_t held_files_with(struct fixture *fixture, const char *bytes, size_t length)
{
    return files_with(fixture, (struct search){.bytes = bytes, .length = length});
}

size_t held_files_with_reason(struct fixture *fixture)
{
    return files_with(
        fixture, (struct search){.bytes = HELD_REASON, .length = strlen(HELD_REASON), .spares_log = true});
}

/* The recording, its note and its audio are all there. */
void held_expect_there(struct fixture *fixture, const struct held *held)
{
    char filter[COMMAND_SIZE];
    snprintf(filter, sizeof filter, "call:%s held:yes mark:yes", held->call);
    const struct command *list = fixture_run(fixture, "list", "--offline", "--filter", filter);
    assert_non_null(strstr(command_output(list, NULL), held->caller));
    const struct command *notes = fixture_run(fixture, "notes", "export");
    assert_non_null(strstr(command_output(notes, NULL), MARKED));
    assert_int_equal(held_files_with(fixture, held->audio, held->size), 1);
    const struct command *table = fixture_run(fixture, "held");
    assert_int_equal(command_status(table), 0);
    assert_non_null(strstr(command_output(table, NULL), HELD_REASON));
}

void held_expect_nowhere(struct fixture *fixture, const struct held *held)
{
    assert_int_equal(command_status(fixture_run(fixture, "held")), 1);
    assert_int_equal(held_files_with(fixture, held->audio, held->size), 0);
    assert_int_equal(held_files_with(fixture, held->audio + held->size / 2, 200), 0);
    assert_int_equal(held_files_with(fixture, held->caller, strlen(held->caller)), 0);
    assert_int_equal(held_files_with(fixture, MARKED, strlen(MARKED)), 0);
    assert_int_equal(held_files_with_reason(fixture), 0);
}

void held_delete(struct fixture *fixture, const struct held *held)
{
    char order[COMMAND_SIZE];
    snprintf(order, sizeof order, "delete?agent=101&id=%s", held->call);
    assert_true(server_tell(fixture->server, order));
}

void held_in_archives(struct fixture *fixture, const char *line)
{
    char command[2 * COMMAND_SIZE];
    snprintf(command, sizeof command, "cd ../data/tapedeck && for f in *.db; do %s; done", line);
    assert_int_equal(workspace_shell(fixture->workspace, command), 0);
}
