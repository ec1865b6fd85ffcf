/* The newest recordings of an agent of whom nothing is known yet: how soon they are on the screen, what was
 * asked and sent for it, and what the rest of the history costs after it. Argument: the size of the history.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/bench/download.h"
#include "tests/bench/origin.h"
#include "tests/bench/sitting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"

/* On loopback a server has handed megabytes to the system before a client can stop it. What is sent until the
 * newest are there is therefore measured on a slow line: bytes per second, and the longest wait in ms. */
#define LINE "8 Mbit/s"
#define LINE_FAULT "fault?kind=drip&rate=1000000&match=/recordings"
enum { LINE_LIMIT = 15000 };
#define LARGE ((uint64_t)100000000) /* bytes */

/* Days before the end of the history, which is now. */
enum { LEFT_DAYS = 3 * 365, JOINED_DAYS = 7 };

enum special { EVERYDAY, LEFT, JOINED, JOINED_BUSY };

static const struct history {
    const char *name;
    const char *shape;
    enum special special;
} histories[] = {
    {"steady", "steady", EVERYDAY},
    {"growing", "growing", EVERYDAY},
    {"bursty", "bursty", EVERYDAY},
    {"an agent who left three years ago", "growing", LEFT},
    {"an agent who began last week", "growing", JOINED},
    {"an agent who began last week, with all of it", "growing", JOINED_BUSY},
};

/* The way to the newest recording. */
struct arrival {
    bool seen;
    int64_t begun; /* see clock_now */
    int64_t nanoseconds;
    struct origin_traffic traffic;
};

static void add_date(struct buffer *options, const char *option, int days_ago)
{
    char date[32];
    struct tm day;
    time_t moment = time(NULL) - (time_t)days_ago * 86400;
    gmtime_r(&moment, &day);
    strftime(date, sizeof date, "%Y-%m-%d", &day);
    buffer_format(options, " %s " ORIGIN_AGENT "=%s", option, date);
}

/* Who left or began has a colleague, so that the server's ids go on all the same. */
static struct server *serve(const struct history *history, uint64_t size)
{
    struct buffer options = {0};
    uint64_t own = history->special == JOINED ? size / 50 + 1 : size;
    buffer_format(
        &options, "--shape %s --agents %d --recordings %llu --agent-recordings " ORIGIN_AGENT "=%llu",
        history->shape, history->special == EVERYDAY ? 1 : 2,
        (unsigned long long)(history->special == EVERYDAY ? own : own + size), (unsigned long long)own);
    if (history->special == LEFT)
        add_date(&options, "--left", LEFT_DAYS);
    if (history->special == JOINED || history->special == JOINED_BUSY)
        add_date(&options, "--joined", JOINED_DAYS);
    struct server *server = origin_serve(options.data);
    buffer_clear(&options);
    return server;
}

/* Opens the screen on an empty archive and waits for the newest recording. */
static struct terminal *arrive(struct server *server, struct workspace *workspace, int limit,
                               struct arrival *arrival)
{
    int64_t newest = origin_ends(server).newest;
    origin_forget(server);
    arrival->begun = clock_now();
    struct terminal *terminal = sitting_open(workspace, server_url(server), false);
    arrival->seen = terminal_wait_until(terminal, sitting_has_call, &newest, limit);
    arrival->nanoseconds = clock_now() - arrival->begun;
    arrival->traffic = origin_traffic(server);
    return terminal;
}

static void print_time(const char *line, const struct arrival *arrival)
{
    char figure[80];
    snprintf(figure, sizeof figure, "%s: start to the newest recording", line);
    verdict_holds("the newest recording never came", arrival->seen);
    table_value(figure, (double)arrival->nanoseconds / 1e6, "ms",
                arrival->seen ? "" : "given up: not there yet");
}

static void print_traffic(const char *until, const struct origin_traffic *traffic, uint64_t whole)
{
    char figure[80];
    snprintf(figure, sizeof figure, "requests until %s", until);
    table_at_most(figure, traffic->requests, "", 16);
    snprintf(figure, sizeof figure, "sent until %s", until);
    table_value(figure, (double)traffic->bytes / 1e3, "kB", "");
    snprintf(figure, sizeof figure, "sent until %s, of the whole answer", until);
    if (whole >= LARGE)
        table_at_most(figure, 100 * (double)traffic->bytes / (double)whole, "%", 1);
    else
        table_value(figure, 100 * (double)traffic->bytes / (double)whole, "%", "a small history");
}

static void measure_slow_line(struct server *server, uint64_t whole)
{
    struct arrival arrival;
    struct workspace *workspace = workspace_new();
    server_tell(server, LINE_FAULT);
    struct terminal *terminal = arrive(server, workspace, LINE_LIMIT, &arrival);
    print_time(LINE, &arrival);
    print_traffic("then", &arrival.traffic, whole);
    terminal_free(&terminal);
    server_tell(server, "clear-faults");
    workspace_free(&workspace);
}

static bool is_at_rest(struct terminal *terminal, void *context)
{
    struct screen *screen = terminal_screen(terminal);
    (void)context;
    return screen_find(screen, " as of ", NULL) && !screen_find(screen, "↻", NULL);
}

/* Only the newest page, until it is known to be complete, for which the newest recording is asked again. What
 * is behind it is not fetched; where an hour has more than was read for the page, the rest of it is not
 * counted. */
static void measure_page(struct server *server, uint64_t whole)
{
    struct arrival arrival;
    struct workspace *workspace = workspace_new();
    workspace_write(workspace, "config/tapedeck/config", "[archive]\nhistory = 1h\n", 0600);
    struct terminal *terminal = arrive(server, workspace, SITTING_LIMIT, &arrival);
    verdict_holds("the newest recording never came", arrival.seen);
    verdict_holds("the newest page never was complete",
                  terminal_wait_until(terminal, is_at_rest, NULL, SITTING_LIMIT));
    struct origin_traffic traffic = origin_traffic_until(server, origin_ends(server).highest - 1);
    print_traffic("the page is complete", &traffic, whole);
    terminal_free(&terminal);
    workspace_free(&workspace);
}

static void measure_loopback(struct server *server, uint64_t whole)
{
    struct arrival arrival;
    struct workspace *workspace = workspace_new();
    uint64_t recordings = origin_count(server);
    struct terminal *terminal = arrive(server, workspace, SITTING_LIMIT, &arrival);
    print_time("loopback", &arrival);
    verdict_holds("the history never was complete",
                  terminal_wait_until(terminal, sitting_is_complete, NULL, SITTING_LIMIT));
    double seconds = (double)(clock_now() - arrival.begun) / 1e9;
    struct origin_traffic traffic = origin_traffic(server);
    table_value("loopback: start to everything", seconds, "s", "");
    table_value("loopback: requests for everything", traffic.requests, "", "");
    table_ratio("loopback: sent for everything", (double)traffic.bytes, (double)whole, "of the whole answer");
    table_ratio("loopback: recordings sent for everything", (double)traffic.rows, (double)recordings,
                "of all that there are");
    terminal_free(&terminal);
    uint64_t filed = sitting_archive_count(workspace);
    table_value("recordings in the archive", (double)filed, "", filed == recordings ? "all" : "not all");
    verdict_equal("recordings in the archive", recordings, filed);
    workspace_free(&workspace);
}

int main(int count, char **arguments)
{
    uint64_t size = 1000000;
    origin_sizes(count, arguments, &size, 1, 1);
    for (size_t i = 0; i < sizeof histories / sizeof *histories; i++) {
        char number[TABLE_NUMBER_SIZE];
        uint64_t whole = 0;
        struct server *server = serve(&histories[i], size);
        verdict_holds("the answer cannot be downloaded", download_answer(server, NULL, &whole) > 0);
        table_begin("Newest page of a cold archive: %s (%s recordings, %.0f MB)", histories[i].name,
                    table_number(number, origin_count(server)), (double)whole / 1e6);
        measure_slow_line(server, whole);
        measure_page(server, whole);
        measure_loopback(server, whole);
        server_free(&server);
    }
    return verdict_status();
}
