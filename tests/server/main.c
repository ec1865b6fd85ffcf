/* The demo server: a local stand-in for the real one, for tests and for `make demo`. */
#include "tests/server/child.h"
#include "tests/server/generate.h"
#include "tests/server/http.h"
#include "tests/server/must.h"
#include "tests/server/server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void add_faults(struct server *server)
{
    for (size_t i = 0; i < server->options.fault_count; i++) {
        struct query *query = query_parse(server->options.faults[i]);
        const char *wrong = faults_add(server->faults, query);

        if (wrong != NULL)
            must_die("--fault: %s: %s", wrong, server->options.faults[i]);
        query_free(&query);
    }
}

/* An agent of an option that does not exist is a mistake of the command line. */
static void check_agents(const struct server *server, const struct options_pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (people_by_id(server->people, pairs->pairs[i].agent) == NULL)
            must_die("there is no agent %lld", (long long)pairs->pairs[i].agent);
    }
}

/* As many recordings as the options ask for. */
static size_t wanted_recordings(const struct options *options)
{
    int64_t fixed = 0;

    for (size_t i = 0; i < options->fixed.count; i++)
        fixed += options->fixed.pairs[i].value;
    return (size_t)(options->recordings > fixed ? options->recordings : fixed);
}

static void open_server(struct server *server)
{
    const struct options *options = &server->options;
    uint64_t seed = (uint64_t)options->seed;

    server->people = people_new((size_t)options->agents, (size_t)options->queues, seed, options->sample);
    check_agents(server, &options->fixed);
    check_agents(server, &options->joined);
    check_agents(server, &options->left);
    server->callers = callers_new(wanted_recordings(options), seed);
    server->mint = mint_new(server->people, server->callers);
    server->history = history_new(server->people->agent_count);
    generate_history(server->history, options, server->people, server->mint);
    server->changes = changes_start(server->history, server->mint, &server->clock, seed);
    server->faults = faults_new();
    server->journal = journal_new();
    server->stopping = eventfd(0, EFD_CLOEXEC);
    add_faults(server);
}

static void close_server(struct server *server)
{
    close(server->stopping);
    journal_free(&server->journal);
    faults_free(&server->faults);
    changes_stop(&server->changes);
    history_free(&server->history);
    mint_free(&server->mint);
    callers_free(&server->callers);
    people_free(&server->people);
    options_free(&server->options);
}

/* Other programs never see a file that is not complete. */
static void write_ready_file(const char *path, const char *url)
{
    struct text name = {0};

    text_format(&name, "%s.new", path);
    text_add(&name, "", 1);
    FILE *file = fopen(name.bytes, "we");
    if (file == NULL || fprintf(file, "%s\n", url) < 0 || fclose(file) != 0 || rename(name.bytes, path) != 0)
        must_die("cannot write %s: %s", path, strerror(errno));
    text_free(&name);
}

int main(int argc, char **argv)
{
    struct server server = {0};
    sigset_t signals;
    int status = 0;

    options_parse(&server.options, argc, argv);
    child_block_signals(&signals);
    open_server(&server);
    struct http *http = http_start(&server);
    if (server.options.ready_file != NULL)
        write_ready_file(server.options.ready_file, http_url(http));
    if (server.options.command != NULL) {
        status = child_run(server.options.command, http_url(http), server.options.secret, &signals);
    } else {
        printf("%s\n", http_url(http));
        fflush(stdout);
        child_wait_for_end(&signals);
    }
    uint64_t one = 1;
    if (write(server.stopping, &one, sizeof one) != (ssize_t)sizeof one)
        must_die("cannot end the connections: %s", strerror(errno));
    http_stop(&http);
    close_server(&server);
    return status;
}
