#include "tests/bench/sorting.h"

#include <stdbool.h>
#include <stdio.h>

#include "model/query/reader.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/latency.h"

/* The list sorted by something else than the start, in both directions; the first time what it is sorted by is ranked. */
enum { SORTED_BUDGET_PER_MILLION = 25, RANKED_BUDGET_PER_MILLION = 250, SORTED_ROWS = 80, TIMES = 20 };

static int64_t measure_page(struct reader *reader, const struct page_request *request, unsigned rows)
{
    struct failure failure;
    int64_t begun = clock_busy();
    struct page *page = reader_page(reader, request, &failure);
    int64_t taken = clock_busy() - begun;
    verdict_holds("a sorted page cannot be read", page && page->count == rows);
    page_free(&page);
    return taken;
}

static void measure_sorting(struct reader *reader, uint64_t size, enum list_sort by)
{
    char figure[80], name[LIST_SORTING_SIZE];
    struct latency *latency = latency_new();
    double millions = size < 1000000 ? 1 : (double)size / 1e6;
    struct page_request request = {.query.sorting = {by, false}, .anchor = PAGE_FIRST, .after = SORTED_ROWS};
    list_sorting_text(name, &request.query.sorting);
    double first = (double)measure_page(reader, &request, SORTED_ROWS) / 1e6;
    snprintf(figure, sizeof figure, "first page by %s, the first time", name);
    table_at_most(figure, first, "ms", RANKED_BUDGET_PER_MILLION * millions);
    for (int i = 0; i < TIMES; i++) {
        request.query.sorting.is_descending = !request.query.sorting.is_descending;
        latency_add(latency, measure_page(reader, &request, SORTED_ROWS));
    }
    snprintf(figure, sizeof figure, "first page by %s", name);
    table_latency(figure, latency, &table_milliseconds, SORTED_BUDGET_PER_MILLION * millions);
    latency_free(&latency);
}

/* As a list is written into a file. */
static void measure_sorted_walk(struct reader *reader, uint64_t size)
{
    struct failure failure;
    struct page_request request = {
        .query.sorting = {LIST_SORT_LENGTH, true}, .anchor = PAGE_FIRST, .keeps_place = true, .after = 2001};
    uint64_t rows = 0;
    int64_t begun = clock_busy();
    for (bool more = true; more;) {
        struct page *page = reader_page(reader, &request, &failure);
        verdict_holds("a sorted list cannot be gone through", page != NULL);
        more = page && page->more_below;
        rows += page ? page->count - (request.anchor == PAGE_AT) : 0;
        recording_key_clear(&request.key);
        if (more)
            recording_key_set(&request.key, &page->rows[page->count - 1]);
        request.anchor = PAGE_AT;
        page_free(&page);
    }
    verdict_equal("recordings of a sorted list", size, rows);
    table_value("all of it by length, block by block", (double)(clock_busy() - begun) / 1e6, "ms", "");
}

void sorting_measure(struct reader *reader, uint64_t size)
{
    for (enum list_sort by = LIST_SORT_LENGTH; by < LIST_SORTS; by++)
        measure_sorting(reader, size, by);
    measure_sorted_walk(reader, size);
}
