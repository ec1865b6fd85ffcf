#include "tests/e2e/truth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "tests/e2e/buffer.h"

/* Sorted lines "id file start", without their newlines. */
struct lines {
    char *text; /* owned; the lines lie in it */
    char **list;
    size_t count;
};

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Takes the text over. */
static struct lines lines_of(char *text)
{
    struct lines lines = {.text = text};
    char *rest = NULL;
    lines.list = allocate(strlen(text) + 1, sizeof *lines.list);
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        lines.list[lines.count++] = line;
    if (lines.count)
        qsort(lines.list, lines.count, sizeof *lines.list, compare_lines);
    return lines;
}

static void clear_lines(struct lines *lines)
{
    free(lines->list);
    free(lines->text);
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "-";
}

/* A list as JSON lines in the form in which the server tells the truth. */
static char *truth_form(const char *json_lines)
{
    struct buffer text = {0};
    buffer_reset(&text);
    for (const char *line = json_lines; *line; line += strcspn(line, "\n") + 1) {
        cJSON *object = cJSON_ParseWithLength(line, strcspn(line, "\n"));
        assert_non_null(object);
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(object, "QueueCallId");
        buffer_format(&text, "%.0f %s %s\n", cJSON_GetNumberValue(id), text_of(object, "RecordingFileName"),
                      text_of(object, "ConversationStartedUtc"));
        cJSON_Delete(object);
    }
    return buffer_take(&text);
}

/* Prints the lines that only one of the two has. */
static void print_difference(const struct lines *wanted, const struct lines *had)
{
    size_t i = 0, k = 0;
    while (i < wanted->count || k < had->count) {
        int order = i == wanted->count ? 1 : k == had->count ? -1 : strcmp(wanted->list[i], had->list[k]);
        if (order < 0)
            print_error("only the server has: %s\n", wanted->list[i]);
        if (order > 0)
            print_error("only the archive has: %s\n", had->list[k]);
        i += order <= 0;
        k += order >= 0;
    }
}

/* Leaves only the lines with a start in [since, until); NULL: any. */
static void keep_between(struct lines *lines, const char *since, const char *until)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const char *start = strrchr(lines->list[i], ' ') + 1;
        if ((!since || strcmp(start, since) >= 0) && (!until || strcmp(start, until) < 0))
            lines->list[kept++] = lines->list[i];
    }
    lines->count = kept;
}

size_t truth_expect_listed(struct fixture *fixture, const struct command *command, const char *agent,
                           const char *since, const char *until)
{
    char request[64];
    snprintf(request, sizeof request, "list?agent=%s", agent);
    char *list = server_control(fixture->server, request);
    assert_non_null(list);
    struct lines wanted = lines_of(list);
    keep_between(&wanted, since, until);
    struct lines had = lines_of(truth_form(command_output(command, NULL)));
    bool same = wanted.count == had.count;
    for (size_t i = 0; same && i < wanted.count; i++)
        same = strcmp(wanted.list[i], had.list[i]) == 0;
    if (!same)
        print_difference(&wanted, &had);
    size_t count = wanted.count;
    clear_lines(&wanted);
    clear_lines(&had);
    assert_true(same);
    return count;
}

size_t truth_expect_same(struct fixture *fixture, const char *agent)
{
    const struct command *command =
        fixture_run(fixture, "list", "--offline", "--agent", agent, "--format", "jsonl");
    size_t count = truth_expect_listed(fixture, command, agent, NULL, NULL);
    assert_true(count > 0);
    return count;
}

struct request {
    long number;
    bool recordings;
    long sent;
};

/* Takes a line of the server's journal ("number method path status recordings …") apart; false at its end. */
static bool take_request(const char **journal, struct request *request)
{
    enum { NUMBER, METHOD, PATH, STATUS, SENT, FIELDS };
    const char *fields[FIELDS] = {*journal};
    for (int i = 1; i < FIELDS; i++) {
        const char *blank = strchr(fields[i - 1], ' ');
        if (!blank)
            return false;
        fields[i] = blank + 1;
    }
    request->number = strtol(fields[NUMBER], NULL, 10);
    request->sent = strtol(fields[SENT], NULL, 10);
    request->recordings =
        memmem(fields[PATH], (size_t)(fields[STATUS] - fields[PATH]), "/recordings", 11) != NULL;
    *journal = fields[SENT] + strcspn(fields[SENT], "\n");
    *journal += **journal == '\n';
    return true;
}

static char *journal_behind(struct server *server, long after)
{
    char request[64];
    snprintf(request, sizeof request, "requests?after=%ld", after);
    char *journal = server_control(server, request);
    assert_non_null(journal);
    return journal;
}

long truth_last_request(struct server *server)
{
    char *journal = journal_behind(server, 0);
    struct request request = {0};
    for (const char *at = journal; take_request(&at, &request);) {
    }
    free(journal);
    return request.number;
}

long truth_requests(struct server *server, long after)
{
    char *journal = journal_behind(server, after);
    struct request request;
    long count = 0;
    for (const char *at = journal; take_request(&at, &request);)
        count += request.recordings;
    free(journal);
    return count;
}

long truth_sent(struct server *server, long after)
{
    char *journal = journal_behind(server, after);
    struct request request;
    long sent = 0;
    for (const char *at = journal; take_request(&at, &request);)
        sent += request.recordings ? request.sent : 0;
    free(journal);
    return sent;
}
