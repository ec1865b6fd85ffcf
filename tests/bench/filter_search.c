#include "tests/bench/filter_search.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/filter/filter_parse.h"
#include "model/notes/notes_file.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is noted of so many recordings, spread over the archive, and heard. */
enum { NOTED = 10000, NOTE_SIZE = 60 };

static void note_row(struct notes_file *file, sqlite3_stmt *row, int64_t i)
{
    char name[FILE_KEY_NAME_SIZE], tags[NOTE_SIZE], text[NOTE_SIZE];
    struct failure failure;
    uint64_t taken = 0;
    const char *key = file_key_column(row, 1, name);
    snprintf(tags, sizeof tags, "case-%d coaching", (int)(i % 97));
    snprintf(text, sizeof text, "refund of order %d; call back on Monday", (int)i);
    const struct note note = {.agent = (char *)"id:101",
                              .call = sqlite3_column_int64(row, 0),
                              .file = (char *)(key ? key : ""),
                              .is_marked = i % 2,
                              .tags = tags,
                              .text = text,
                              .changed = 1};
    verdict_holds("a note cannot be put", notes_file_put(file, &note, &taken, &failure) &&
                                              notes_file_hear(file, note.call, true, &failure));
}

static void note_many(const char *archive, uint64_t size)
{
    struct failure failure;
    char *set_aside, *path = memory_format("%s.notes", archive);
    struct notes_file *file = notes_file_open(path, &set_aside, &failure);
    sqlite3 *database = database_open(archive, DATABASE_READ, &failure);
    sqlite3_stmt *rows = database_prepare(database,
                                          "SELECT call, file FROM (SELECT call, file, row_number() OVER "
                                          "(ORDER BY call) AS place FROM recordings)"
                                          " WHERE place % ?1 = 0",
                                          &failure);
    verdict_holds("notes cannot be made", file && rows && notes_file_begin(file, &failure));
    sqlite3_bind_int64(rows, 1, (int64_t)(size / NOTED));
    for (int64_t i = 0; sqlite3_step(rows) == SQLITE_ROW; i++)
        note_row(file, rows, i);
    sqlite3_finalize(rows);
    verdict_holds("notes cannot be kept", notes_file_commit(file, &failure));
    notes_file_close(&file);
    database_close(&database);
    free(path);
}

/* The key at the end of a filter: until its first matches are there, and then their number. */
static void measure_key(struct reader *reader, const char *text, struct latency *const latencies[2])
{
    enum { PAGE_ROWS = 50 };
    struct failure failure;
    uint64_t count = 0;
    struct page_request request = {.anchor = PAGE_FIRST, .after = PAGE_ROWS};
    if (filter_parse(&request.query.filter, text, timestamp_now(), false, NULL) != FILTER_GOOD)
        return;
    filter_take_visit(&request.query.filter, timestamp_now()); /* nothing is new */
    int64_t begun = clock_busy();
    struct page *page = reader_page(reader, &request, &failure);
    latency_add(latencies[0], clock_busy() - begun);
    verdict_holds("a page cannot be read", page != NULL);
    bool is_counted = page && page->counted;
    page_free(&page);
    verdict_holds("a list cannot be counted",
                  is_counted || reader_count(reader, &request.query, &count, &failure));
    latency_add(latencies[1], clock_busy() - begun);
}

/* What is read of it in the background, here without pauses. */
static void keep_noted(struct reader *reader)
{
    struct failure failure;
    bool more = true;
    int64_t begun = clock_busy(), longest = 0;
    while (more) {
        int64_t step = clock_busy();
        verdict_holds("what is noted cannot be read", reader_keep_index(reader, &more, &failure));
        longest = clock_busy() - step > longest ? clock_busy() - step : longest;
    }
    char beside[64];
    snprintf(beside, sizeof beside, "in the background; its longest step %.1f ms", (double)longest / 1e6);
    table_value("what is noted of 10,000 read in", (double)(clock_busy() - begun) / 1e6, "ms", beside);
}

/* Typed key by key, often enough for a percentile. */
static void measure_filter(struct reader *reader, const char *filter, double budget)
{
    enum { TIMES = 5 };
    char figure[100], typed[NOTE_SIZE];
    struct latency *const latencies[2] = {latency_new(), latency_new()};
    for (int times = 0; times < TIMES; times++)
        for (size_t length = strchr(filter, ':') ? strcspn(filter, ":") + 2 : 1; length <= strlen(filter);
             length++) {
            if ((filter[length] & 0xc0) == 0x80)
                continue; /* within a letter */
            snprintf(typed, sizeof typed, "%.*s", (int)length, filter);
            measure_key(reader, typed, latencies);
        }
    snprintf(figure, sizeof figure, "%s to the first matches", filter);
    table_latency(figure, latencies[0], &table_milliseconds, budget);
    snprintf(figure, sizeof figure, "%s to the exact count", filter);
    table_latency(figure, latencies[1], &table_milliseconds, budget);
    struct latency *page = latencies[0], *count = latencies[1];
    latency_free(&page);
    latency_free(&count);
}

void filter_search_measure(struct reader *reader, const char *archive, uint64_t size, double budget)
{
    static const char *const filters[] = {"\xc3\xb8konomi",
                                          "okonomi",
                                          "queue:\xc3\x98KONOMI",
                                          "caller:s\xc3\xb8ren",
                                          "soerensen 83",
                                          "note:m\xc3\xa5ndag",
                                          "tag:coaching",
                                          "tag:case-12",
                                          "-tag:coaching",
                                          "note:refund",
                                          "note:\"order 77\"",
                                          "mark:yes",
                                          "mark:no",
                                          "is:unheard",
                                          "is:new",
                                          "is:heard 83",
                                          "is:unheard longer:5m"};
    note_many(archive, size);
    keep_noted(reader);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        measure_filter(reader, filters[i], budget);
}
