/* The first screen of a whole centre, of which nothing is known yet: how soon its newest calls are there without a
 * key, and what was asked for that. Argument: the recordings of its agents together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/origin.h"
#include "tests/bench/sitting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/screen.h"
#include "tests/e2e/tapedeck.h"

enum { AGENTS = 36, ROUNDS = 5, FIRST_ROW = 3 };

/* 8 Mbit/s for an answer, each of which comes 50 ms late. */
static const char *const slow_line[] = {"fault?kind=drip&rate=1000000", "fault?kind=delay&ms=50"};

static const struct line {
    const char *name;
    double first_budget, newest_budget; /* ms; 0: none */
    bool is_slow;
} lines[] = {{"loopback", 1000, 3000, false}, {"8 Mbit/s, 50 ms late", 1500, 0, true}};

/* A row of the list says how long the call was. */
static bool has_row(struct terminal *terminal, void *context)
{
    (void)context;
    return screen_find_in_row(terminal_screen(terminal), FIRST_ROW, " 0:0", NULL);
}

/* Of every agent the newest page is there: it is complete, or in part. */
static bool has_newest(struct terminal *terminal, void *context)
{
    (void)context;
    struct position at;
    unsigned complete = 0, partly = 0;
    struct screen *screen = terminal_screen(terminal);
    if (!screen_find(screen, " agents complete", &at))
        return false;
    const char *text = strstr(screen_row(screen, at.row), " of 36 agents complete");
    if (text == NULL)
        return false;
    const char *digits = text;
    while (digits > screen_row(screen, at.row) && digits[-1] >= '0' && digits[-1] <= '9')
        digits--;
    complete = (unsigned)strtoul(digits, NULL, 10);
    const char *part = strstr(text, " complete, ");
    if (part != NULL && strstr(part, " in part") != NULL)
        partly = (unsigned)strtoul(part + strlen(" complete, "), NULL, 10);
    return complete + partly == AGENTS;
}

static void open_once(struct server *server, const struct line *line, struct latency *first,
                      struct latency *newest, double *most_requests)
{
    struct workspace *workspace = workspace_new();
    const struct tapedeck_options options = {
        .workspace = workspace, .url = server_url(server), .rows = SITTING_ROWS, .columns = SITTING_COLUMNS};
    origin_forget(server);
    int64_t begun = clock_now();
    struct terminal *terminal = tapedeck_open(&options);
    verdict_holds("no row came", terminal_wait_until(terminal, has_row, NULL, SITTING_LIMIT));
    latency_add(first, clock_now() - begun);
    if (line->newest_budget > 0) {
        verdict_holds("an agent's newest page never came",
                      terminal_wait_until(terminal, has_newest, NULL, SITTING_LIMIT));
        latency_add(newest, clock_now() - begun);
        double requests = (double)origin_traffic(server).requests / AGENTS;
        *most_requests = requests > *most_requests ? requests : *most_requests;
    }
    terminal_free(&terminal);
    workspace_free(&workspace);
}

static void measure(struct server *server, const struct line *line)
{
    struct latency *first = latency_new(), *newest = latency_new();
    double requests = 0;
    char figure[80];
    for (size_t i = 0; line->is_slow && i < sizeof slow_line / sizeof *slow_line; i++)
        server_tell(server, slow_line[i]);
    for (int round = 0; round < origin_rounds(ROUNDS); round++)
        open_once(server, line, first, newest, &requests);
    server_tell(server, "clear-faults");
    snprintf(figure, sizeof figure, "%s: start to the first row", line->name);
    table_latency(figure, first, &table_milliseconds, line->first_budget);
    if (line->newest_budget > 0) {
        snprintf(figure, sizeof figure, "%s: start to everybody's newest", line->name);
        table_latency(figure, newest, &table_milliseconds, line->newest_budget);
        snprintf(figure, sizeof figure, "%s: requests an agent for it, at most", line->name);
        table_at_most(figure, requests, "", 6);
    }
    latency_free(&first);
    latency_free(&newest);
}

int main(int count, char **arguments)
{
    uint64_t size = 300000;
    char options[80], number[TABLE_NUMBER_SIZE];
    origin_sizes(count, arguments, &size, 1, 1);
    snprintf(options, sizeof options, "--agents %d --recordings %llu", AGENTS, (unsigned long long)size);
    struct server *server = origin_serve(options);
    table_begin("First screen of a centre: %d agents, %s recordings", AGENTS, table_number(number, size));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        measure(server, &lines[i]);
    server_free(&server);
    return verdict_status();
}
