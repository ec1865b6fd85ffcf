#include "tests/e2e/calls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/tapedeck.h"

enum { LIMIT = 30000 };

const char *calls_with(struct server *server, char digit)
{
    static char id[24];
    for (int agent = 101; agent <= 103; agent++) {
        char request[40];
        snprintf(request, sizeof request, "list?agent=%d", agent);
        char *list = server_control(server, request);
        assert_non_null(list);
        for (const char *line = list; *line; line += strcspn(line, "\n"), line += *line == '\n') {
            size_t length = strcspn(line, " ");
            if (length == 0 || length >= sizeof id || line[length - 1] != digit)
                continue;
            memcpy(id, line, length);
            id[length] = '\0';
            free(list);
            return id;
        }
        free(list);
    }
    fail_msg("no call ends in %c", digit);
    return NULL;
}

char *calls_add(struct server *server, int agent, int count, int seconds)
{
    char request[80];
    snprintf(request, sizeof request, "add?agent=%d&count=%d&seconds=%d", agent, count, seconds);
    char *lines = server_control(server, request);
    assert_non_null(lines);
    return lines;
}

struct http_answer calls_audio(struct server *server, const char *id)
{
    char path[200];
    struct http_answer answer;
    snprintf(path, sizeof path, "%s/queues/calls/recordings/%s", strstr(server_url(server), "/mot/"), id);
    assert_true(http_exchange(server_port(server), path,
                              "X-Miralix-Shared-Secret: " TAPEDECK_TEST_SECRET "\r\n", &answer, LIMIT));
    assert_int_equal(answer.status, 200);
    return answer;
}
