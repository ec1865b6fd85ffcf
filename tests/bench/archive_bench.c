/* A full archive without its server: start, pages at every depth, jumps. Arguments: the sizes of the
 * archives.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/coverage/chronology.h"
#include "model/query/reader.h"
#include "model/time/timestamp.h"
#include "tests/bench/origin.h"
#include "tests/bench/sitting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/tapedeck.h"

enum { STARTS = 15, PAGES = 2000, PAGE_ROWS = 100, JUMPS = 30, KEY_LIMIT = 30000 /* ms */, MOST_SIZES = 8 };

/* What the pages that are read have to hold, whatever the depth. */
enum depth { NEWEST, MIDDLE, OLDEST, ANYWHERE, DEPTHS };

static const char *const depth_names[DEPTHS] = {"at the newest end", "in the middle", "at the oldest end",
                                                "anywhere"};

struct archive {
    struct workspace *workspace;
    char *url; /* of a server that has gone */
    uint64_t size;
    struct reader *reader;
    struct moment oldest, newest; /* the recordings at the ends */
    uint64_t dice;
};

/* A number below the limit, the same in every run. */
static uint64_t roll(struct archive *archive, uint64_t limit)
{
    archive->dice = archive->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (archive->dice >> 33) % limit;
}

static void fill(struct archive *archive)
{
    struct buffer options = {0};
    buffer_format(&options, "--agents 1 --until " ORIGIN_END " --recordings %llu",
                  (unsigned long long)archive->size);
    struct server *server = origin_serve(options.data);
    archive->url = copy_text(server_url(server));
    sitting_sync(archive->workspace, archive->url);
    verdict_equal("recordings in the archive", origin_count(server),
                  sitting_archive_count(archive->workspace));
    server_free(&server);
    buffer_clear(&options);
}

static struct page *read_page(struct archive *archive, const struct page_request *request)
{
    struct failure failure;
    struct page *page = reader_page(archive->reader, request, &failure);
    if (!page) {
        fprintf(stderr, "bench: %s\n", failure.what);
        exit(1);
    }
    return page;
}

static struct moment end_of(struct archive *archive, bool oldest_first)
{
    struct page_request request = {.query = {.oldest_first = oldest_first}, .anchor = PAGE_FIRST, .after = 1};
    struct page *page = read_page(archive, &request);
    struct moment end = {0};
    if (page->count)
        end = (struct moment){page->rows[0].recording.queue_call_id, page->rows[0].recording.started};
    page_free(&page);
    return end;
}

/* A second in the hundredth of all time that the depth is. */
static int64_t time_at(struct archive *archive, enum depth depth)
{
    uint64_t all = (uint64_t)(archive->newest.time - archive->oldest.time) / TIMESTAMP_SECOND;
    uint64_t part = depth == ANYWHERE ? all : all / 100;
    uint64_t base = depth == NEWEST ? all - part : depth == MIDDLE ? all / 2 : 0;
    return archive->oldest.time + (int64_t)(base + roll(archive, part + 1)) * TIMESTAMP_SECOND;
}

/* Reads a page around a key that stands at a time, or around the time where the anchor is that. */
static void measure_page(struct archive *archive, struct latency *latency, enum page_anchor anchor,
                         int64_t time)
{
    struct page_request request = {.anchor = anchor,
                                   .key = {.place = time},
                                   .time = time,
                                   .before = PAGE_ROWS / 2,
                                   .after = PAGE_ROWS / 2};
    int64_t begun = clock_now();
    struct page *page = read_page(archive, &request);
    latency_add(latency, clock_now() - begun);
    bool full = page->count == PAGE_ROWS || !page->more_above || !page->more_below;
    verdict_holds("a page lacks recordings", full);
    page_free(&page);
}

static void measure_times(struct archive *archive)
{
    struct latency *latency = latency_new();
    char figure[64];
    for (int i = 0; i < origin_rounds(PAGES); i++)
        measure_page(archive, latency, PAGE_AT_TIME, time_at(archive, ANYWHERE));
    snprintf(figure, sizeof figure, "page of %d at a time anywhere", PAGE_ROWS);
    table_latency(figure, latency, &table_microseconds, 3000);
    latency_free(&latency);
}

static void measure_pages(struct archive *archive, enum depth depth)
{
    struct latency *latency = latency_new();
    char figure[64];
    for (int i = 0; i < origin_rounds(PAGES); i++)
        measure_page(archive, latency, PAGE_AT, time_at(archive, depth));
    snprintf(figure, sizeof figure, "page of %d by key %s", PAGE_ROWS, depth_names[depth]);
    table_latency(figure, latency, &table_microseconds, 2000);
    latency_free(&latency);
}

static void wait_for_rows(struct terminal *terminal)
{
    verdict_holds("no rows on the screen",
                  terminal_wait_until(terminal, sitting_has_rows, NULL, SITTING_LIMIT));
}

static struct terminal *open_archive(struct archive *archive)
{
    struct terminal *terminal = sitting_open(archive->workspace, archive->url, true);
    wait_for_rows(terminal);
    return terminal;
}

/* The product and the least that can do the same, in turn. */
static void measure_starts(struct archive *archive)
{
    struct latency *latency = latency_new();
    struct latency *bare = latency_new();
    for (int i = 0; i < origin_rounds(STARTS); i++) {
        int64_t begun = clock_now();
        struct terminal *terminal = open_archive(archive);
        latency_add(latency, clock_now() - begun);
        terminal_free(&terminal);
        begun = clock_now();
        terminal = sitting_open_bare(archive->workspace);
        wait_for_rows(terminal);
        latency_add(bare, clock_now() - begun);
        terminal_free(&terminal);
    }
    double start = (double)latency_percentile(latency, 0.5) / 1e6;
    double least = (double)latency_percentile(bare, 0.5) / 1e6;
    table_at_most("start to first screen, median", start, "ms", 30);
    table_value("the same, slowest start", (double)latency_maximum(latency) / 1e6, "ms", "");
    table_value("the bare program that paints the newest rows, median", least, "ms", "");
    table_at_most("start to first screen, times the bare program's", least > 0 ? start / least : 0, "", 1.3);
    latency_free(&latency);
    latency_free(&bare);
}

static void measure_jumps(struct terminal *terminal)
{
    struct latency *latency = latency_new();
    for (int i = 0; i < origin_rounds(JUMPS) * 2; i++) {
        struct sitting_sight sight;
        sitting_look(terminal, &sight);
        bool changed =
            latency_measure(latency, terminal, i % 2 ? "g" : "G", sitting_looks_different, &sight, KEY_LIMIT);
        verdict_holds("a jump did not change the screen", changed);
        verdict_holds("the screen never comes to rest",
                      terminal_wait_stable(terminal, 20, NULL, NULL, KEY_LIMIT));
    }
    table_latency("jump to an end (G, g), key to screen", latency, &table_milliseconds, 16);
    latency_free(&latency);
}

static void measure(struct archive *archive)
{
    struct failure failure;
    char number[TABLE_NUMBER_SIZE];
    fill(archive);
    archive->reader = reader_open(sitting_archive(archive->workspace), &failure);
    if (!archive->reader) {
        verdict_holds(failure.what, false);
        return;
    }
    archive->oldest = end_of(archive, true);
    archive->newest = end_of(archive, false);
    table_begin("Archive of %s recordings of one agent, no server", table_number(number, archive->size));
    measure_starts(archive);
    for (int depth = 0; depth < DEPTHS; depth++)
        measure_pages(archive, (enum depth)depth);
    measure_times(archive);
    struct terminal *terminal = open_archive(archive);
    verdict_holds("the screen never comes to rest",
                  terminal_wait_stable(terminal, 300, NULL, NULL, SITTING_LIMIT));
    table_value("resident memory after start", (double)latency_memory(terminal) / 1024, "MiB", "");
    measure_jumps(terminal);
    table_value("peak resident memory after all this", (double)latency_peak_memory(terminal) / 1024, "MiB",
                "");
    terminal_free(&terminal);
    reader_close(&archive->reader);
}

int main(int count, char **arguments)
{
    uint64_t sizes[MOST_SIZES] = {1000000, 5000000};
    size_t size_count = origin_sizes(count, arguments, sizes, 2, MOST_SIZES);
    for (size_t i = 0; i < size_count; i++) {
        struct archive archive = {.workspace = workspace_new(), .size = sizes[i], .dice = 1};
        measure(&archive);
        workspace_free(&archive.workspace);
        free(archive.url);
    }
    return verdict_status();
}
