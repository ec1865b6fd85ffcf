#include "tests/e2e/server.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/command.h"
#include "tests/e2e/environment.h"
#include "tests/e2e/http.h"
#include "tests/e2e/process.h"

/* Milliseconds, stretched by TEST_TIME_SCALE: making a long history, and answering one request. */
enum { START_LIMIT = 60000, CONTROL_LIMIT = 30000 };

struct server {
    struct command *command;
    char *url;
    int port;
    pid_t process;
};

char *server_program(void)
{
    const char *path = getenv("DEMO_SERVER");
    return path ? copy_text(path) : process_sibling("../../demo-server");
}

static struct command *start_program(const char *program, const char *const *options)
{
    size_t count = 0;
    while (options && options[count])
        count++;
    const char **arguments = allocate(count + 2, sizeof(*arguments));
    arguments[0] = program;
    for (size_t i = 0; i < count; i++)
        arguments[i + 1] = options[i];
    struct environment *environment = environment_new();
    struct command_options start = {
        .arguments = arguments, .environment = environment_list(environment), .shares_errors = true};
    struct command *command = command_start(&start);
    environment_free(&environment);
    free(arguments);
    return command;
}

/* Takes the address from the first line; false if it is none. */
static bool take_address(struct server *server)
{
    const char *line = command_output(server->command, NULL);
    bool is_address = strncmp(line, "http://", 7) == 0 || strncmp(line, "https://", 8) == 0;
    const char *colon = is_address ? strchr(line + 6, ':') : NULL;
    server->url = strndup(line, strcspn(line, "\r\n"));
    server->port = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
    return server->url && server->port > 0;
}

struct server *server_start(const char *program, const char *const *options)
{
    char *path = program ? copy_text(program) : server_program();
    struct server *server = allocate(1, sizeof(*server));
    server->command = start_program(path, options);
    server->process = command_process(server->command);
    if (!command_wait_for_output(server->command, "\n", START_LIMIT) || !take_address(server)) {
        fprintf(stderr, "tests: %s gave no address. It said: %s\n", path,
                command_output(server->command, NULL));
        server_free(&server);
    }
    free(path);
    return server;
}

void server_stop(struct server *server)
{
    if (!server->command)
        return;
    command_signal(server->command, SIGTERM);
    command_finish(server->command, CONTROL_LIMIT);
    command_free(&server->command);
}

void server_free(struct server **server)
{
    struct server *old = *server;
    if (!old)
        return;
    command_free(&old->command);
    free(old->url);
    free(old);
    *server = NULL;
}

const char *server_url(const struct server *server)
{
    return server->url;
}

int server_port(const struct server *server)
{
    return server->port;
}

pid_t server_process(const struct server *server)
{
    return server->process;
}

char *server_control(struct server *server, const char *request)
{
    struct buffer path = {0};
    int status = 0;
    buffer_format(&path, "/_control/%s", request);
    char *body = http_get_body(server->port, path.data, &status, CONTROL_LIMIT);
    if (body && (status < 200 || status > 299)) {
        fprintf(stderr, "tests: %s was answered %d: %s\n", path.data, status, body);
        free(body);
        body = NULL;
    }
    buffer_clear(&path);
    return body;
}

bool server_tell(struct server *server, const char *request)
{
    char *body = server_control(server, request);
    bool good = body != NULL;
    free(body);
    return good;
}

int server_count(struct server *server, const char *request, const char *text)
{
    char *body = server_control(server, request);
    if (!body)
        return -1;
    int count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(body, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        count += strstr(line, text) != NULL;
    free(body);
    return count;
}
