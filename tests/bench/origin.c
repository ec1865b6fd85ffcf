#include "tests/bench/origin.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/tapedeck.h"

enum { MOST_WORDS = 32 };

#define FROM "fromQueueCallId="

static bool is_trial;

static _Noreturn void give_up(const char *why)
{
    fflush(stdout);
    fprintf(stderr, "bench: %s\n", why);
    exit(1);
}

struct server *origin_serve(const char *options)
{
    const char *words[MOST_WORDS + 3];
    size_t count = 0;
    char *copy = copy_text(options);
    char *rest = NULL;
    for (char *word = strtok_r(copy, " ", &rest); word && count < MOST_WORDS;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    words[count++] = "--secret";
    words[count++] = TAPEDECK_TEST_SECRET;
    words[count] = NULL;
    struct server *server = server_start(NULL, words);
    free(copy);
    if (!server)
        give_up("the demo server does not start");
    return server;
}

static char *control(struct server *server, const char *request)
{
    char *answer = server_control(server, request);
    if (!answer)
        give_up("the demo server does not answer");
    return answer;
}

/* Moves on to the next word of a line. */
static const char *next_word(const char *at)
{
    at += strcspn(at, " \n");
    return *at == ' ' ? at + 1 : at;
}

uint64_t origin_count(struct server *server)
{
    char *agents = control(server, "agents");
    uint64_t count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(agents, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, ORIGIN_AGENT " ", strlen(ORIGIN_AGENT " ")) == 0)
            count = strtoull(next_word(line), NULL, 10);
    }
    free(agents);
    return count;
}

/* A line is: id, file, start as the API writes it. */
struct origin_ends origin_ends(struct server *server)
{
    struct origin_ends ends = {0};
    const char *latest = "";
    char *list = control(server, "list?agent=" ORIGIN_AGENT);
    char *rest = NULL;
    for (char *line = strtok_r(list, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        int64_t id = strtoll(line, NULL, 10);
        const char *start = next_word(next_word(line));
        if (id > ends.highest)
            ends.highest = id;
        if (strcmp(start, latest) > 0) {
            latest = start;
            ends.newest = id;
        }
    }
    free(list);
    return ends;
}

/* A line is: number, method, path, status, recordings, bytes, ... Returns the fromQueueCallId, -1 if it is no
 * list of recordings. */
static int64_t add_request(struct origin_traffic *traffic, const char *line)
{
    const char *path = next_word(next_word(line));
    const char *status = next_word(path);
    const char *rows = next_word(status);
    if (!memmem(path, (size_t)(status - path), "/recordings", strlen("/recordings")))
        return -1;
    traffic->requests++;
    traffic->rows += strtoull(rows, NULL, 10);
    traffic->bytes += strtoull(next_word(rows), NULL, 10);
    const char *from = memmem(path, (size_t)(status - path), FROM, strlen(FROM));
    return from ? strtoll(from + strlen(FROM), NULL, 10) : 0;
}

struct origin_traffic origin_traffic_until(struct server *server, int64_t id)
{
    struct origin_traffic traffic = {0};
    struct origin_traffic until = {0};
    char *requests = control(server, "requests");
    char *rest = NULL;
    for (char *line = strtok_r(requests, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (add_request(&traffic, line) >= id)
            until = traffic;
    }
    free(requests);
    return until;
}

struct origin_traffic origin_traffic(struct server *server)
{
    return origin_traffic_until(server, 0);
}

void origin_forget(struct server *server)
{
    free(control(server, "clear-requests"));
}

size_t origin_sizes(int count, char *const *arguments, uint64_t *sizes, size_t given, size_t most)
{
    if (count < 2)
        return given;
    size_t taken = 0;
    for (int i = 1; i < count && taken < most; i++) {
        char *end = NULL;
        sizes[taken] = strtoull(arguments[i], &end, 10);
        if (*end || sizes[taken] == 0)
            give_up("the arguments are sizes of histories: 1000000 5000000");
        is_trial = sizes[taken] < ORIGIN_TRIAL;
        taken++;
    }
    return taken;
}

int origin_rounds(int rounds)
{
    return is_trial ? (rounds + 9) / 10 : rounds;
}
