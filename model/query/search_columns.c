#include "model/query/search_columns.h"

#include "model/query/search_block.h"
#include "model/query/search_numbers.h"
#include "net/base/memory.h"
#include "net/base/sorted.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { VISITED = 64 }; /* calls passed to search_visit at once */

struct search_columns {
    int64_t agent;
    uint64_t rows;
    uint64_t cut;                /* of these, rows with clamped starts */
    uint64_t version;            /* changes with the blocks */
    struct search_block *blocks; /* owned, in ascending order */
    size_t count;
    size_t capacity;
    struct search_numbers numbers;
};

struct search_columns *search_columns_new(int64_t agent)
{
    struct search_columns *columns = memory_new(sizeof *columns);
    columns->agent = agent;
    columns->version = 1;
    return columns;
}

void search_columns_free(struct search_columns **columns)
{
    if (!*columns)
        return;
    for (size_t i = 0; i < (*columns)->count; i++)
        free((*columns)->blocks[i].offsets);
    free((*columns)->blocks);
    search_numbers_clear(&(*columns)->numbers);
    free(*columns);
    *columns = NULL;
}

uint64_t search_columns_rows(const struct search_columns *columns)
{
    return columns->rows;
}

bool search_columns_are_cut(const struct search_columns *columns)
{
    return columns->cut > 0;
}

size_t search_columns_memory(const struct search_columns *columns)
{
    return sizeof *columns + columns->capacity * sizeof *columns->blocks +
           columns->rows * (3 * sizeof(uint32_t) + 2 * sizeof(uint16_t)) +
           search_numbers_memory(&columns->numbers);
}

/* The index of the first block that ends at or above `call`; with `behind`, one past the last block that starts at or
 * below it. */
static size_t find_block(const struct search_columns *columns, int64_t call, bool behind)
{
    const struct sorted bases = {columns->blocks, columns->count, sizeof(struct search_block),
                                 offsetof(struct search_block, base)};
    size_t place = behind ? sorted_up_to(&bases, call) : sorted_below(&bases, call);
    return !behind && place > 0 && search_block_last(&columns->blocks[place - 1]) >= call ? place - 1 : place;
}

/* Rows on their way from old blocks to new ones. */
struct staged {
    struct search_block_row *rows; /* owned; ascending */
    size_t count;
    size_t capacity;
};

static struct search_block_row *stage(struct staged *staged)
{
    staged->rows = memory_grow(staged->rows, &staged->capacity, staged->count + 1, sizeof *staged->rows);
    return &staged->rows[staged->count++];
}

static void stage_kept(struct staged *staged, const struct search_block *block, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        *stage(staged) = (struct search_block_row){
            block->base + block->offsets[i], block->callers[i], block->started[i], block->places[i],
            search_block_length(block, i),   block->numbers[i]};
}

static bool stage_new(struct search_columns *columns, struct staged *staged, const struct search_row *row)
{
    const struct search_combination combination = {row->person, row->queue, row->kind};
    size_t numbers = search_numbers_get(&columns->numbers, &combination);
    *stage(staged) = (struct search_block_row){row->call,
                                               (uint32_t)row->caller,
                                               search_terms_start(row->started),
                                               search_terms_second(row->place),
                                               search_terms_whole_length(row->started, row->ended),
                                               (uint16_t)numbers};
    return numbers < SEARCH_NUMBERS_MOST && row->caller >= 0 && row->caller <= UINT32_MAX;
}

/* The number of rows of the next block: the rows are spread evenly, and the ids of a block are within 2^32. */
static size_t next_cut(const struct staged *staged, size_t from)
{
    size_t left = staged->count - from;
    size_t blocks = (left + SEARCH_BLOCK_ROWS - 1) / SEARCH_BLOCK_ROWS;
    size_t count = (left + blocks - 1) / blocks;
    while ((uint64_t)staged->rows[from + count - 1].call - (uint64_t)staged->rows[from].call > UINT32_MAX)
        count = (count + 1) / 2;
    return count;
}

/* Replaces the blocks from index low up to, not including, high by blocks of the staged rows. */
static void put_blocks(struct search_columns *columns, size_t low, size_t high, const struct staged *staged)
{
    struct search_block *made = NULL;
    size_t count = 0, capacity = 0;
    for (size_t from = 0; from < staged->count; from += made[count++].count) {
        made = memory_grow(made, &capacity, count + 1, sizeof *made);
        made[count] = search_block_make(staged->rows + from, next_cut(staged, from));
        columns->cut += made[count].cut;
    }
    for (size_t i = low; i < high; i++) {
        columns->rows -= columns->blocks[i].count;
        columns->cut -= columns->blocks[i].cut;
        free(columns->blocks[i].offsets);
    }
    size_t total = columns->count - (high - low) + count;
    columns->blocks = memory_grow(columns->blocks, &columns->capacity, total, sizeof *columns->blocks);
    if (columns->count > high)
        memmove(columns->blocks + low + count, columns->blocks + high,
                (columns->count - high) * sizeof *columns->blocks);
    if (count)
        memcpy(columns->blocks + low, made, count * sizeof *made);
    columns->count = total;
    columns->version++;
    columns->rows += staged->count;
    free(made);
}

bool search_columns_replace(struct search_columns *columns, int64_t first, int64_t last,
                            const struct search_row *rows, size_t count)
{
    struct staged staged = {0};
    size_t low = find_block(columns, first, false), high = find_block(columns, last, true);
    high = high > low ? high : low;
    if (low == high && !count)
        return true;
    if (low > 0 && columns->blocks[low - 1].count < SEARCH_BLOCK_ROWS / 2) /* merges small blocks */
        low--;
    if (high < columns->count && columns->blocks[high].count < SEARCH_BLOCK_ROWS / 2)
        high++;
    bool times = true;
    for (size_t i = low; i < high; i++)
        stage_kept(&staged, &columns->blocks[i], 0, search_block_find(&columns->blocks[i], first, false));
    for (size_t i = count; i-- > 0;)
        times = stage_new(columns, &staged, &rows[i]) && times;
    for (size_t i = low; i < high; i++) {
        const struct search_block *block = &columns->blocks[i];
        stage_kept(&staged, block, search_block_find(block, last, true), block->count);
    }
    put_blocks(columns, low, high, &staged);
    free(staged.rows);
    return times;
}

/* Tests the combinations that were added since the last search. */
static void look_at_numbers(const struct search_columns *columns, const struct search_terms *terms,
                            struct search_test *test)
{
    for (; test->known < columns->numbers.count; test->known++) {
        const struct search_combination *numbers = &columns->numbers.combinations[test->known];
        const struct search_row row = {
            .person = numbers->person, .queue = numbers->queue, .kind = numbers->kind};
        if (terms->numbers_match(terms->context, columns->agent, &row))
            bits_set(&test->numbers, (int64_t)test->known);
    }
}

/* Whether a row matches by its person, queue and kind, and by its caller if that is in terms->named. */
static bool numbers_match(const struct search_columns *columns, const struct search_block *block, size_t row,
                          const struct search_terms *terms, const struct search_test *test)
{
    size_t numbers = block->numbers[row];
    if (!terms->named || !bits_has(terms->named, block->callers[row]))
        return bits_has(&test->numbers, (int64_t)numbers);
    const struct search_combination *combination = &columns->numbers.combinations[numbers];
    const struct search_row asked = {.caller = block->callers[row],
                                     .person = combination->person,
                                     .queue = combination->queue,
                                     .kind = combination->kind};
    return terms->numbers_match(terms->context, columns->agent, &asked);
}

/* A search in the columns of an agent. */
struct wanted {
    const struct search_columns *columns;
    const struct search_terms *terms;
    const struct search_test *test;
    struct search_bounds bounds;
};

static struct wanted want(const struct search_columns *columns, const struct search_terms *terms,
                          struct search_test *test)
{
    if (terms->numbers_match)
        look_at_numbers(columns, terms, test);
    return (struct wanted){columns, terms, test, search_bounds_of(terms)};
}

/* Whether a block can have one of the wanted calls. */
static bool may_have_call(const struct search_block *block, const struct search_terms *terms)
{
    return !terms->calls || search_calls_has(terms->calls, block->base, search_block_last(block));
}

/* Indices of rows in a block, ascending. Each keep_… function drops rows that fail one of the terms. They do so
 * without a branch per row, which the processor could not predict. */
struct rows {
    size_t count;
    uint16_t at[SEARCH_BLOCK_ROWS];
};

static void take_all(struct rows *rows, const struct search_block *block)
{
    rows->count = block->count;
    for (size_t row = 0; row < block->count; row++)
        rows->at[row] = (uint16_t)row;
}

static void take_calls(struct rows *rows, const struct search_block *block, const struct search_calls *calls)
{
    const struct sorted ids = {calls->ids, calls->count, sizeof *calls->ids, 0};
    size_t end = sorted_up_to(&ids, search_block_last(block));
    rows->count = 0;
    for (size_t i = sorted_below(&ids, block->base); i < end; i++) {
        size_t row = search_block_find(block, calls->ids[i], false);
        for (; row < block->count && search_block_call(block, row) == calls->ids[i]; row++)
            rows->at[rows->count++] = (uint16_t)row;
    }
}

static void keep_callers(struct rows *rows, const struct search_block *block, const struct bits *callers)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        uint16_t row = rows->at[i];
        rows->at[kept] = row;
        kept += bits_has(callers, block->callers[row]);
    }
    rows->count = kept;
}

static void keep_numbers(struct rows *rows, const struct search_block *block, const struct wanted *wanted)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        uint16_t row = rows->at[i];
        rows->at[kept] = row;
        kept += numbers_match(wanted->columns, block, row, wanted->terms, wanted->test);
    }
    rows->count = kept;
}

static void keep_spans(struct rows *rows, const struct search_block *block, struct search_bounds *bounds)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        uint16_t row = rows->at[i];
        rows->at[kept] = row;
        kept += search_bounds_match(bounds, block->started[row], block->lengths[row]);
    }
    rows->count = kept;
}

/* Keeps the rows of some calls or, with `are_kept` unset, all others. */
static void keep_calls(struct rows *rows, const struct search_block *block, const struct search_calls *calls,
                       bool are_kept)
{
    const struct sorted ids = {calls->ids, calls->count, sizeof *calls->ids, 0};
    size_t kept = 0, next = sorted_below(&ids, block->base);
    for (size_t i = 0; i < rows->count; i++) {
        uint16_t row = rows->at[i];
        int64_t call = search_block_call(block, row);
        while (next < calls->count && calls->ids[next] < call)
            next++;
        rows->at[kept] = row;
        kept += (next < calls->count && calls->ids[next] == call) == are_kept;
    }
    rows->count = kept;
}

/* Keeps matching rows. */
static void keep_matches(struct rows *rows, const struct search_block *block, struct wanted *wanted)
{
    const struct search_terms *terms = wanted->terms;
    if (terms->calls)
        keep_calls(rows, block, terms->calls, true);
    if (terms->callers)
        keep_callers(rows, block, terms->callers);
    if (terms->numbers_match)
        keep_numbers(rows, block, wanted);
    if (wanted->bounds.spans)
        keep_spans(rows, block, &wanted->bounds);
}

static void find_matches(struct rows *rows, const struct search_block *block, struct wanted *wanted)
{
    if (wanted->terms->calls)
        take_calls(rows, block, wanted->terms->calls);
    else
        take_all(rows, block);
    keep_matches(rows, block, wanted);
}

/* Adds the seconds of the block's matching rows. */
static void next_of_block(const struct search_block *block, struct wanted *wanted,
                          struct search_seconds *seconds)
{
    struct rows rows = {0};
    find_matches(&rows, block, wanted);
    for (size_t i = 0; i < rows.count; i++) {
        size_t row = rows.at[seconds->down ? rows.count - 1 - i : i]; /* mostly from the nearest second on */
        uint32_t second = block->places[row];
        if (search_seconds_want(seconds, second))
            search_seconds_put(seconds, second);
        else if (seconds->down ? second < seconds->from : second > seconds->from)
            seconds->are_all = false;
    }
}

void search_test_clear(struct search_test *test)
{
    bits_clear(&test->numbers);
    free(test->most);
    memset(test, 0, sizeof *test);
}

/* Whether a block is known to have no match. */
static bool is_void(const struct search_columns *columns, const struct search_test *test, size_t block)
{
    return test->version == columns->version && test->most[block] == 0;
}

void search_columns_next(const struct search_columns *columns, const struct search_terms *terms,
                         struct search_test *test, struct search_seconds *seconds)
{
    struct wanted wanted = want(columns, terms, test);
    seconds->count = 0;
    seconds->are_all = true;
    for (size_t i = 0; i < columns->count && !wanted.bounds.nothing; i++) {
        size_t at = seconds->down ? columns->count - 1 - i : i;
        const struct search_block *block = &columns->blocks[at];
        if (!is_void(columns, test, at) && may_have_call(block, terms) &&
            search_seconds_reach(seconds, block->first, block->last))
            next_of_block(block, &wanted, seconds);
    }
}

/* Counts the rows of some callers: a fast path for the usual search for a number. */
static uint64_t count_callers(const struct search_block *block, const struct bits *callers)
{
    uint64_t count = 0;
    for (size_t row = 0; row < block->count; row++) {
        uint32_t caller = block->callers[row];
        count += caller < callers->count ? callers->words[caller / 64] >> caller % 64 & 1 : 0;
    }
    return count;
}

static size_t count_rows(const struct search_block *block, struct wanted *wanted)
{
    const struct search_terms *terms = wanted->terms;
    struct rows rows = {0};
    if (!may_have_call(block, terms))
        return 0;
    if (terms->callers && !terms->numbers_match && !wanted->bounds.spans && !terms->calls)
        return count_callers(block, terms->callers);
    find_matches(&rows, block, wanted);
    return rows.count;
}

/* The number of matching rows whose calls are in terms->but. */
static size_t count_left_out(const struct search_block *block, struct wanted *wanted)
{
    struct rows rows = {0};
    take_calls(&rows, block, wanted->terms->but);
    keep_matches(&rows, block, wanted);
    return rows.count;
}

/* Resets the upper bounds of matching rows if the blocks have changed. */
static void look_at_blocks(const struct search_columns *columns, struct search_test *test)
{
    if (test->version == columns->version)
        return;
    test->most = memory_resize(test->most, columns->count + 1, sizeof *test->most);
    memset(test->most, 0xff, (columns->count + 1) * sizeof *test->most);
    test->version = columns->version;
}

uint64_t search_columns_count(const struct search_columns *columns, const struct search_terms *terms,
                              struct search_test *test, const atomic_bool *stop)
{
    struct wanted wanted = want(columns, terms, test);
    uint64_t count = 0;
    if (wanted.bounds.nothing)
        return 0;
    look_at_blocks(columns, test);
    for (size_t i = 0; i < columns->count && !*stop; i++) {
        if (test->most[i])
            test->most[i] = (uint16_t)count_rows(&columns->blocks[i], &wanted);
        count += test->most[i];
        if (terms->but && test->most[i])
            count -= count_left_out(&columns->blocks[i], &wanted);
    }
    return count;
}

/* Visits rows of a block in batches. */
static void visit_rows(const struct search_columns *columns, const struct search_block *block,
                       const struct rows *rows, search_visit *visit, void *context)
{
    struct search_call calls[VISITED];
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        size_t row = rows->at[i];
        calls[count++] =
            (struct search_call){.agent = columns->agent,
                                 .call = search_block_call(block, row),
                                 .caller = block->callers[row],
                                 .queue = columns->numbers.combinations[block->numbers[row]].queue,
                                 .started = block->started[row],
                                 .place = block->places[row],
                                 .length = search_block_length(block, row)};
        if (count == VISITED || i + 1 == rows->count) {
            visit(context, calls, count);
            count = 0;
        }
    }
}

void search_columns_visit(const struct search_columns *columns, const struct search_terms *terms,
                          struct search_test *test, const atomic_bool *stop, search_visit *visit,
                          void *context)
{
    struct wanted wanted = want(columns, terms, test);
    struct rows rows = {0};
    for (size_t i = 0; i < columns->count && !wanted.bounds.nothing && !*stop; i++) {
        const struct search_block *block = &columns->blocks[i];
        if (is_void(columns, test, i) || !may_have_call(block, terms))
            continue;
        find_matches(&rows, block, &wanted);
        if (terms->but)
            keep_calls(&rows, block, terms->but, false);
        visit_rows(columns, block, &rows, visit, context);
    }
}
