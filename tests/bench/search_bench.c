/* The search for a caller in a full archive, digit by digit: how long from a key to the matches and their
 * exact number on the screen, what it takes to be able to, and, where it is installed, how fzf compares.
 * Arguments: the sizes of the archives. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/archive/database.h"
#include "model/filter/filter_parse.h"
#include "model/query/reader.h"
#include "model/query/search_index.h"
#include "model/time/timestamp.h"
#include "tests/bench/filter_search.h"
#include "tests/bench/grouping.h"
#include "tests/bench/origin.h"
#include "tests/bench/sitting.h"
#include "tests/bench/sorting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/tapedeck.h"

/* Needles of so many digits, typed one by one, for no longer than these seconds. */
enum { DIGITS = 8, NEEDLES = 100, SEARCH_SECONDS = 90 };

/* Of these many needles the number of hits is compared with what SQL says; so many are searched for by fzf. */
enum { CHECKED = 4, FZF_NEEDLES = 3 };

/* Milliseconds: between keys, the longest wait, and how soon after the start somebody searches. */
enum { KEY_PAUSE = 20, KEY_LIMIT = 30000, FIRST_PAUSE_PER_MILLION = 1500 };

/* Milliseconds at p99: up to a million recordings, and for each million of more. */
enum { BUDGET = 12, BUDGET_PER_MILLION = 10 };

static double budget_of(uint64_t size)
{
    return size <= 1000000 ? BUDGET : BUDGET_PER_MILLION * (double)size / 1e6;
}

enum { MOST_SIZES = 8 };

struct search {
    struct workspace *workspace;
    char *url; /* of a server that has gone */
    uint64_t size;
    sqlite3 *database;
    sqlite3_stmt *draw;
    char needles[NEEDLES][DIGITS + 1];
    struct latency *matches; /* from a digit until its first matches are shown */
    struct latency *counts;  /* until their exact number is */
    struct latency *matches_of[DIGITS];
    struct latency *counts_of[DIGITS];
};

static void fill(struct search *search)
{
    struct buffer options = {0};
    buffer_format(&options, "--agents 1 --until " ORIGIN_END " --recordings %llu",
                  (unsigned long long)search->size);
    struct server *server = origin_serve(options.data);
    search->url = copy_text(server_url(server));
    sitting_sync(search->workspace, search->url);
    verdict_equal("recordings in the archive", origin_count(server),
                  sitting_archive_count(search->workspace));
    server_free(&server);
    buffer_clear(&options);
}

static bool open_database(struct search *search)
{
    struct failure failure;
    search->database = database_open(sitting_archive(search->workspace), DATABASE_READ, &failure);
    if (search->database)
        search->draw =
            database_prepare(search->database,
                             "SELECT substr(number, -?2) FROM callers WHERE caller >= ?1 AND"
                             " substr(number, -?2, 1) BETWEEN '1' AND '9' AND length(number) > ?2 LIMIT 1",
                             &failure);
    if (!search->draw)
        verdict_holds(failure.what, false);
    return search->draw != NULL;
}

/* The last digits of callers all over the archive. */
static void draw_needles(struct search *search)
{
    int64_t last = database_integer(search->database, "SELECT max(caller) FROM callers", 1);
    for (int i = 0; i < NEEDLES; i++) {
        sqlite3_bind_int64(search->draw, 1, 1 + last / NEEDLES * i);
        sqlite3_bind_int(search->draw, 2, DIGITS);
        if (sqlite3_step(search->draw) == SQLITE_ROW)
            snprintf(search->needles[i], DIGITS + 1, "%s",
                     (const char *)sqlite3_column_text(search->draw, 0));
        verdict_holds("a caller lacks digits", strspn(search->needles[i], "0123456789") == DIGITS);
        sqlite3_reset(search->draw);
    }
}

static uint64_t count_by_sql(const struct search *search, const char *needle)
{
    struct buffer sql = {0};
    buffer_format(&sql,
                  "SELECT count(*) FROM recordings WHERE caller IN"
                  " (SELECT caller FROM callers WHERE number LIKE '%%%s%%')",
                  needle);
    int64_t count = database_integer(search->database, sql.data, -1);
    buffer_clear(&sql);
    return (uint64_t)count;
}

static void type_digit(struct search *search, struct terminal *terminal, char *typed, size_t index)
{
    const char key[] = {typed[index], '\0'};
    int64_t begun = clock_now();
    terminal_keys(terminal, key);
    bool matched = terminal_wait_until(terminal, sitting_shows_matches, typed, KEY_LIMIT);
    int64_t matches = clock_now() - begun;
    bool counted = terminal_wait_until(terminal, sitting_shows_count, typed, KEY_LIMIT);
    int64_t counts = clock_now() - begun;
    verdict_holds("a filter did not show its matches and their number", matched && counted);
    latency_add(search->matches, matches);
    latency_add(search->matches_of[index], matches);
    latency_add(search->counts, counts);
    latency_add(search->counts_of[index], counts);
}

static void search_for(struct search *search, struct terminal *terminal, const char *needle, bool checked)
{
    char typed[DIGITS + 1] = "";
    terminal_keys(terminal, "/");
    verdict_holds("the prompt never comes", terminal_wait_stable(terminal, 20, NULL, NULL, KEY_LIMIT));
    for (size_t i = 0; i < DIGITS; i++) {
        typed[i] = needle[i];
        type_digit(search, terminal, typed, i);
        if (checked)
            verdict_equal("hits of a search", count_by_sql(search, typed), (uint64_t)sitting_hits(terminal));
        sitting_pause(terminal, KEY_PAUSE);
    }
    terminal_keys(terminal, "Esc");
    verdict_holds("the filter never goes", terminal_wait_for_gone(terminal, "· /", KEY_LIMIT) &&
                                               terminal_wait_stable(terminal, 20, NULL, NULL, KEY_LIMIT));
}

static void print_digits(struct search *search)
{
    static const struct {
        const char *name;
        double share;
    } shares[] = {{"p50", 0.5}, {"p99", 0.99}};
    for (size_t i = 0; i < DIGITS; i++) {
        for (size_t share = 0; share < 2; share++) {
            char figure[64], beside[64];
            double matches = (double)latency_percentile(search->matches_of[i], shares[share].share) / 1e6;
            double counts = (double)latency_percentile(search->counts_of[i], shares[share].share) / 1e6;
            snprintf(figure, sizeof figure, "digit %zu to the exact count, %s", i + 1, shares[share].name);
            snprintf(beside, sizeof beside, "first matches after %.2f ms", matches);
            table_value(figure, counts, "ms", beside);
        }
    }
}

/* The screen, from soon after its start. */
static void measure_keys(struct search *search)
{
    double millions = (double)search->size / 1e6, budget = budget_of(search->size);
    int64_t end = clock_now() + SEARCH_SECONDS * INT64_C(1000000000);
    struct terminal *terminal = sitting_open(search->workspace, search->url, true);
    verdict_holds("no rows on the screen",
                  terminal_wait_until(terminal, sitting_has_rows, NULL, SITTING_LIMIT));
    sitting_pause(terminal, (int)(FIRST_PAUSE_PER_MILLION * (millions < 1 ? 1 : millions)));
    for (int i = 0; i < origin_rounds(NEEDLES) && clock_now() < end; i++)
        search_for(search, terminal, search->needles[i], i < CHECKED);
    table_latency("digit of a caller to the first matches", search->matches, &table_milliseconds, budget);
    table_latency("digit of a caller to the exact count", search->counts, &table_milliseconds, budget);
    print_digits(search);
    table_value("peak resident memory of the program", (double)latency_peak_memory(terminal) / 1024, "MiB",
                "");
    terminal_free(&terminal);
}

/* The list at a glance: how often, so many times. */
enum { GLANCES = 20, GLANCE_BUDGET_PER_MILLION = 50 };

static void measure_glances(const struct search *search, struct reader *reader, const char *filter,
                            const char *figure)
{
    struct failure failure;
    struct list_query query = {.agent = PAGE_ALL_AGENTS};
    struct latency *latency = latency_new();
    filter_parse(&query.filter, filter, timestamp_now(), false, NULL);
    for (int i = 0; i < origin_rounds(GLANCES); i++) {
        int64_t begun = clock_busy();
        struct list_summary *summary = reader_summary(reader, &query, timestamp_now(), &failure);
        latency_add(latency, clock_busy() - begun);
        verdict_holds("a list cannot be summed up", summary != NULL);
        if (summary && !*filter)
            verdict_equal("calls at a glance", search->size, summary->calls);
        list_summary_free(&summary);
    }
    double millions = (double)search->size / 1e6;
    table_latency(figure, latency, &table_milliseconds,
                  GLANCE_BUDGET_PER_MILLION * (millions < 1 ? 1 : millions));
    latency_free(&latency);
}

/* What is read in the background, here without pauses. */
static void measure_filling(const struct search *search)
{
    struct failure failure;
    struct search_index *index = search_index_new();
    struct reader *reader = reader_open(sitting_archive(search->workspace), &failure);
    struct latency *steps = latency_new();
    bool more = reader != NULL;
    int64_t begun = clock_now();
    if (reader)
        reader_use_index(reader, index, true);
    while (more) {
        int64_t step = clock_now();
        verdict_holds("the index cannot be filled", reader_keep_index(reader, &more, &failure));
        latency_add(steps, clock_now() - step);
    }
    double taken = (double)(clock_now() - begun) / 1e6;
    double memory = (double)search_index_memory(index) / 1e6;
    verdict_equal("recordings in memory", search->size, search_index_rows(index));
    table_value("read into memory in", taken, "ms", "in the background, once the first page is there");
    table_value("steps of it, p50", (double)latency_percentile(steps, 0.5) / 1e6, "ms", "");
    table_value("the first step, with the callers", (double)latency_maximum(steps) / 1e6, "ms",
                "or the longest");
    table_at_most("memory of it for each million", memory / ((double)search->size / 1e6), "MB", 20);
    if (reader) {
        measure_glances(search, reader, "", "all of it at a glance, out of memory");
        measure_glances(search, reader, search->needles[0] + DIGITS - 1, "the hits of a digit at a glance");
        grouping_measure(reader, search->size);
        sorting_measure(reader, search->size);
        filter_search_measure(reader, sitting_archive(search->workspace), search->size,
                              budget_of(search->size));
    }
    latency_free(&steps);
    reader_close(&reader);
    search_index_free(&index);
}

/* Runs a shell command in the workspace; false if it fails. */
static bool run_shell(const struct search *search, const char *text)
{
    const char *const arguments[] = {"/bin/sh", "-c", text, NULL};
    const struct command_options options = {.arguments = arguments,
                                            .directory = workspace_path(search->workspace, "")};
    struct command *command = command_start(&options);
    bool done = command_finish(command, KEY_LIMIT) && command_status(command) == 0;
    command_free(&command);
    return done;
}

static bool write_callers(const struct search *search)
{
    struct failure failure;
    sqlite3_stmt *list = database_prepare(
        search->database, "SELECT number FROM recordings JOIN callers USING(caller)", &failure);
    FILE *file = fopen(workspace_path(search->workspace, "callers"), "w");
    while (file && list && sqlite3_step(list) == SQLITE_ROW)
        fprintf(file, "%s\n", (const char *)sqlite3_column_text(list, 0));
    sqlite3_finalize(list);
    return file && fclose(file) == 0;
}

/* The callers alone, in a file, of which it reads all for each needle. */
static void measure_fzf(struct search *search)
{
    struct latency *wanted = latency_new();
    if (run_shell(search, "command -v fzf") && write_callers(search)) {
        for (int i = 0; i < FZF_NEEDLES * DIGITS; i++) {
            struct buffer text = {0};
            buffer_format(&text, "fzf --exact --filter %.*s <callers >found || test $? = 1", i % DIGITS + 1,
                          search->needles[i / DIGITS]);
            int64_t begun = clock_now();
            verdict_holds("fzf fails", run_shell(search, text.data));
            latency_add(wanted, clock_now() - begun);
            buffer_clear(&text);
        }
        double fzf = (double)latency_percentile(wanted, 0.5),
               ours = (double)latency_percentile(search->counts, 0.5);
        table_value("fzf --filter over the callers alone, p50", fzf / 1e6, "ms",
                    "a process and a file for each key");
        table_ratio("key to the exact count on the screen, p50", ours, fzf, "of fzf");
    } else {
        table_value("fzf --filter over the callers alone", 0, "", "fzf is not installed");
    }
    latency_free(&wanted);
}

static void measure(struct search *search)
{
    char number[TABLE_NUMBER_SIZE];
    fill(search);
    if (!open_database(search))
        return;
    draw_needles(search);
    table_begin("Search for a caller among %s recordings of one agent", table_number(number, search->size));
    grouping_measure_archive(search->workspace, search->url, search->size);
    measure_filling(search);
    measure_keys(search);
    measure_fzf(search);
}

static void search_open(struct search *search, uint64_t size)
{
    *search = (struct search){.workspace = workspace_new(), .size = size};
    search->matches = latency_new();
    search->counts = latency_new();
    for (size_t i = 0; i < DIGITS; i++) {
        search->matches_of[i] = latency_new();
        search->counts_of[i] = latency_new();
    }
}

static void search_close(struct search *search)
{
    latency_free(&search->matches);
    latency_free(&search->counts);
    for (size_t i = 0; i < DIGITS; i++) {
        latency_free(&search->matches_of[i]);
        latency_free(&search->counts_of[i]);
    }
    database_close(&search->database);
    workspace_free(&search->workspace);
    free(search->url);
}

int main(int count, char **arguments)
{
    uint64_t sizes[MOST_SIZES] = {1000000, 5000000};
    size_t size_count = origin_sizes(count, arguments, sizes, 2, MOST_SIZES);
    for (size_t i = 0; i < size_count; i++) {
        struct search search;
        search_open(&search, sizes[i]);
        measure(&search);
        search_close(&search);
    }
    return verdict_status();
}
