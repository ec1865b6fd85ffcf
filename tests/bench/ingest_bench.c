/* The first fetch of a long history: how soon there is something to see, how the screen answers meanwhile,
 * how fast recordings are filed and in how much memory, against the bare download and the bare decoding.
 * Argument: the size of the history. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/download.h"
#include "tests/bench/origin.h"
#include "tests/bench/sitting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"

enum { ROUNDS = 3, STARTS = 9, KEYS_WANTED = 300 };

/* Milliseconds: between keys, before the first one (there have to be pages to move in), and the longest wait.
 */
enum { KEY_PAUSE = 20, FIRST_PAUSE = 200, KEY_LIMIT = 10000 };

struct figures {
    uint64_t recordings;
    uint64_t bytes;      /* of the answer */
    uint64_t unanswered; /* keys that changed nothing */
    struct latency *first_rows;
    struct latency *moves;
    struct latency *prompt;  /* until the key shows in the prompt */
    struct latency *matches; /* until the list shows the matches of the filter typed so far */
    struct latency *quiet;   /* whole ingests: on the screen, without keys */
    struct latency *pressed; /* with keys */
    struct latency *synced;
    struct latency *bare; /* the same by a bare program */
    struct latency *downloaded;
    struct latency *decoded;
    long peak;     /* KiB, the greatest of all */
    int64_t ended; /* of the ingest under way, see clock_now; 0 while it runs */
};

static void expect_all(const struct figures *figures, struct workspace *workspace, const char *how)
{
    verdict_equal(how, figures->recordings, sitting_archive_count(workspace));
}

/* The limits: the download alone, then decoding alone. */
static void measure_limits(struct figures *figures, const struct server *server)
{
    struct buffer answer = {0};
    uint64_t rows = 0;
    int64_t downloaded = download_answer(server, NULL, &figures->bytes);
    verdict_holds("the answer cannot be downloaded", downloaded > 0);
    latency_add(figures->downloaded, downloaded);
    verdict_holds("the answer cannot be downloaded", download_answer(server, &answer, &figures->bytes) > 0);
    latency_add(figures->decoded, download_decode(&answer, &rows));
    verdict_equal("recordings decoded", figures->recordings, rows);
    buffer_clear(&answer);
}

static void measure_sync(struct figures *figures, const struct server *server)
{
    struct workspace *workspace = workspace_new();
    int64_t bare = sitting_ingest_bare(workspace, server_url(server));
    int64_t synced = sitting_sync(workspace, server_url(server));
    verdict_holds("the bare program fails", bare > 0);
    verdict_holds("sync fails", synced > 0);
    latency_add(figures->bare, bare);
    latency_add(figures->synced, synced);
    expect_all(figures, workspace, "recordings in the archive after sync");
    workspace_free(&workspace);
}

static void measure_starts(struct figures *figures, const struct server *server)
{
    for (int i = 0; i < origin_rounds(STARTS); i++) {
        struct workspace *workspace = workspace_new();
        int64_t begun = clock_now();
        struct terminal *terminal = sitting_open(workspace, server_url(server), false);
        bool seen = terminal_wait_until(terminal, sitting_has_rows, NULL, SITTING_LIMIT);
        latency_add(figures->first_rows, clock_now() - begun);
        verdict_holds("no first rows", seen);
        verdict_holds("the first rows came only with the last", !sitting_is_complete(terminal, NULL));
        terminal_free(&terminal);
        workspace_free(&workspace);
    }
}

/* Lets the program go on for a while, and remembers when it was seen to have everything. */
static void pause_keys(struct figures *figures, struct terminal *terminal)
{
    sitting_pause(terminal, KEY_PAUSE);
    if (!figures->ended && sitting_is_complete(terminal, NULL))
        figures->ended = clock_now();
}

/* A key and the change that it makes. */
static void press(struct figures *figures, struct terminal *terminal, const char *key,
                  struct latency *latency)
{
    struct sitting_sight sight;
    sitting_look(terminal, &sight);
    if (!latency_measure(latency, terminal, key, sitting_looks_different, &sight, KEY_LIMIT))
        figures->unanswered++;
    pause_keys(figures, terminal);
}

/* A digit of the filter: it shows in the prompt, then its matches in the list. */
static void type_digit(struct figures *figures, struct terminal *terminal, const char *key, char *filter)
{
    struct sitting_sight sight;
    sitting_look(terminal, &sight);
    int64_t begun = clock_now();
    if (!latency_measure(figures->prompt, terminal, key, sitting_looks_different, &sight, KEY_LIMIT))
        figures->unanswered++;
    verdict_holds("a filter did not show its matches",
                  terminal_wait_until(terminal, sitting_shows_matches, filter, KEY_LIMIT));
    latency_add(figures->matches, clock_now() - begun);
    pause_keys(figures, terminal);
}

/* What a reader does who does not wait for the end: moves, searches, goes on. Esc is not measured: curses
 * waits a while for the rest of a sequence. */
static void press_keys(struct figures *figures, struct terminal *terminal)
{
    static const char *const moves[] = {"j", "j", "PgDn", "k", "PgDn", "j", "PgUp", "k", "j"};
    char one[] = "4";
    char two[] = "42";
    for (size_t i = 0; i < sizeof moves / sizeof *moves && !figures->ended; i++)
        press(figures, terminal, moves[i], figures->moves);
    if (figures->ended)
        return;
    press(figures, terminal, "/", figures->prompt);
    type_digit(figures, terminal, "4", one);
    type_digit(figures, terminal, "2", two);
    terminal_keys(terminal, "Esc");
    verdict_holds("the filter never goes", terminal_wait_for_gone(terminal, "· /42", KEY_LIMIT));
    pause_keys(figures, terminal);
}

static void measure_screen(struct figures *figures, const struct server *server, bool keys)
{
    struct workspace *workspace = workspace_new();
    int64_t begun = clock_now();
    struct terminal *terminal = sitting_open(workspace, server_url(server), false);
    verdict_holds("no first rows", terminal_wait_until(terminal, sitting_has_rows, NULL, SITTING_LIMIT));
    figures->ended = 0;
    if (keys) {
        sitting_pause(terminal, FIRST_PAUSE);
        terminal_keys(terminal, "j"); /* from here on the list stays with what is selected */
        pause_keys(figures, terminal);
    }
    while (keys && !figures->ended && clock_now() - begun < SITTING_LIMIT * INT64_C(1000000))
        press_keys(figures, terminal);
    bool complete = terminal_wait_until(terminal, sitting_is_complete, NULL, SITTING_LIMIT);
    verdict_holds("the ingest on the screen does not end", complete);
    int64_t ended = figures->ended ? figures->ended : clock_now();
    latency_add(keys ? figures->pressed : figures->quiet, ended - begun);
    long peak = latency_peak_memory(terminal);
    figures->peak = peak > figures->peak ? peak : figures->peak;
    terminal_free(&terminal);
    expect_all(figures, workspace, "recordings in the archive after an ingest on the screen");
    workspace_free(&workspace);
}

static double rate(const struct figures *figures, struct latency *latency)
{
    int64_t nanoseconds = latency_percentile(latency, 0.5);
    return nanoseconds > 0 ? (double)figures->recordings * 1e9 / (double)nanoseconds : 0;
}

static void print_speed(const struct figures *figures)
{
    double download = rate(figures, figures->downloaded);
    double decoding = rate(figures, figures->decoded);
    double synced = rate(figures, figures->synced);
    double bare = rate(figures, figures->bare);
    double quiet = rate(figures, figures->quiet);
    table_value("download alone", download, "rows/s", "");
    table_value("framing and decoding alone", decoding, "rows/s", "");
    table_at_least("filed by sync", synced, "rows/s", 200000);
    table_ratio("filed by sync", synced, decoding, "of decoding alone");
    table_ratio("filed by sync", synced, download, "of the download alone");
    table_value("filed by a bare program on two threads", bare, "rows/s", "");
    table_at_most("filed by sync, in the time of the bare program", synced > 0 ? bare / synced : 0, "times",
                  0.9);
    table_at_least("filed with a screen", quiet, "rows/s", 200000);
    table_ratio("filed with a screen", quiet, synced, "of sync");
    table_at_least("filed with a screen and keys pressed", rate(figures, figures->pressed), "rows/s", 200000);
    table_at_most("peak resident memory with a screen", (double)figures->peak / 1024, "MiB", 96);
}

static void print(const struct figures *figures)
{
    char number[TABLE_NUMBER_SIZE];
    table_begin("Ingest of %s recordings of one agent (%.0f MB), loopback; medians of %d rounds",
                table_number(number, figures->recordings), (double)figures->bytes / 1e6, ROUNDS);
    table_at_most("start to first rows, the answer still arriving",
                  (double)latency_percentile(figures->first_rows, 0.5) / 1e6, "ms", 50);
    table_value("the same, slowest start", (double)latency_maximum(figures->first_rows) / 1e6, "ms", "");
    table_latency("moving key to screen meanwhile", figures->moves, &table_milliseconds, 16);
    table_latency("key to prompt meanwhile", figures->prompt, &table_milliseconds, 16);
    table_latency("digit to its matches meanwhile", figures->matches, &table_milliseconds, 16);
    verdict_equal("keys that changed nothing", 0, figures->unanswered);
    print_speed(figures);
}

static size_t keys_pressed(const struct figures *figures)
{
    return latency_count(figures->moves) + latency_count(figures->prompt);
}

static void run(struct figures *figures)
{
    struct buffer options = {0};
    buffer_format(&options, "--agents 1 --until " ORIGIN_END " --recordings %llu",
                  (unsigned long long)figures->recordings);
    struct server *server = origin_serve(options.data);
    verdict_equal("recordings that the server has", figures->recordings, origin_count(server));
    measure_starts(figures, server);
    for (int round = 0; round < origin_rounds(ROUNDS); round++) {
        measure_limits(figures, server);
        measure_sync(figures, server);
        measure_screen(figures, server, false);
        measure_screen(figures, server, true);
    }
    for (int round = 0; round < origin_rounds(ROUNDS) && keys_pressed(figures) < KEYS_WANTED; round++)
        measure_screen(figures, server, true);
    server_free(&server);
    buffer_clear(&options);
}

int main(int count, char **arguments)
{
    uint64_t size = 1000000;
    struct figures figures = {0};
    struct latency **latencies[] = {&figures.first_rows, &figures.moves,   &figures.prompt, &figures.matches,
                                    &figures.quiet,      &figures.pressed, &figures.synced, &figures.bare,
                                    &figures.downloaded, &figures.decoded};
    origin_sizes(count, arguments, &size, 1, 1);
    figures.recordings = size;
    for (size_t i = 0; i < sizeof latencies / sizeof *latencies; i++)
        *latencies[i] = latency_new();
    run(&figures);
    print(&figures);
    for (size_t i = 0; i < sizeof latencies / sizeof *latencies; i++)
        latency_free(latencies[i]);
    return verdict_status();
}
