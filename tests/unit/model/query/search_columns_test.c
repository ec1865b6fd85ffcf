/* The columns of a search against a plain scan: rows that come, go and change, ids that lie close together or
 * as far apart as they can, odd times, terms of every kind; and the callers' digits against the filter.
 * TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/query/search_columns.h"

#include "model/filter/filter_parse.h"
#include "model/query/search_callers.h"
#include "model/query/search_places.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_ROWS = 20000, MOST_IN_A_STEP = 9000, CALLERS = 300, NEEDLES = 60 };

#define SECOND TIMESTAMP_SECOND
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct world {
    struct archive_fixture random; /* only its numbers */
    struct search_columns *columns;
    struct search_row rows[MOST_ROWS + MOST_IN_A_STEP]; /* ascending */
    size_t count;
    struct bits callers;
    struct bits named;
    struct search_calls calls, but;
    struct search_terms terms;
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->random, below);
}

static int64_t random_call(struct world *world)
{
    static const int64_t far[] = {INT64_MIN, INT64_MAX, 0, -1, INT64_C(5000000000), INT64_C(1) << 60};
    return pick(world, 40) ? 1000 + pick(world, 3000) : far[pick(world, sizeof far / sizeof *far)];
}

static int64_t random_ticks(struct world *world)
{
    static const int64_t odd[] = {TIMESTAMP_NONE,
                                  -1,
                                  INT64_MIN + 1,
                                  INT64_MAX,
                                  0,
                                  (int64_t)UINT32_MAX * TIMESTAMP_SECOND,
                                  -TIMESTAMP_SECOND,
                                  (int64_t)UINT32_MAX * TIMESTAMP_SECOND - 1};
    if (!pick(world, 10))
        return odd[pick(world, sizeof odd / sizeof *odd)];
    return (1000 + pick(world, 50)) * SECOND + (pick(world, 3) ? 0 : pick(world, 3));
}

static struct search_row random_row(struct world *world, int64_t call)
{
    struct search_row row = {.call = call, .caller = pick(world, CALLERS), .person = pick(world, 4)};
    row.queue = pick(world, 5);
    row.kind = pick(world, 3);
    row.started = random_ticks(world);
    row.ended = random_ticks(world);
    row.place = row.started != TIMESTAMP_NONE ? row.started : random_ticks(world);
    if (pick(world, 2) && row.started > 0 && row.started < INT64_MAX / 2)
        row.ended = row.started + pick(world, 40000) * SECOND + pick(world, 4) * SECOND / 2 - pick(world, 2);
    return row;
}

static int compare_calls(const void *left, const void *right)
{
    int64_t a = ((const struct search_row *)left)->call, b = ((const struct search_row *)right)->call;
    return a < b ? -1 : a > b;
}

/* The same change, made to the plain rows. */
static void replace_plainly(struct world *world, int64_t first, int64_t last, const struct search_row *rows,
                            size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < world->count; i++) {
        if (world->rows[i].call < first || world->rows[i].call > last)
            world->rows[kept++] = world->rows[i];
    }
    memcpy(world->rows + kept, rows, count * sizeof *rows);
    world->count = kept + count;
    qsort(world->rows, world->count, sizeof *world->rows, compare_calls);
}

static void change(struct world *world)
{
    static struct search_row rows[MOST_IN_A_STEP];
    int64_t first = random_call(world), last = random_call(world);
    size_t count = pick(world, 4) ? pick(world, 50) : pick(world, MOST_IN_A_STEP);
    if (first > last) {
        int64_t swapped = first;
        first = last;
        last = swapped;
    }
    if (count > MOST_ROWS - world->count)
        count = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t width = (uint64_t)last - (uint64_t)first;
        int64_t call = width && width < 100000 ? first + pick(world, (unsigned)width + 1)
                       : pick(world, 2)        ? first
                                               : last;
        rows[i] = random_row(world, call);
    }
    qsort(rows, count, sizeof *rows, compare_calls);
    replace_plainly(world, first, last, rows, count);
    for (size_t i = 0; i + 1 < count - i; i++) { /* they are taken in descending order */
        struct search_row swapped = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = swapped;
    }
    assert_true(search_columns_replace(world->columns, first, last, rows, count));
    assert_int_equal(search_columns_rows(world->columns), world->count);
}

static bool numbers_match(const void *context, int64_t agent, const struct search_row *row)
{
    const struct bits *named = context; /* they match whatever else, but for a kind */
    assert_int_equal(agent, 7);
    if (bits_has(named, row->caller))
        return row->kind != 1;
    return row->person == 1 || row->queue == 2 || row->kind == 0;
}

/* Some calls, of which there are few or many. */
static void random_calls(struct world *world, struct search_calls *calls)
{
    static const unsigned most[] = {1, 5, 100, 2000};
    free(calls->ids);
    calls->count = pick(world, most[pick(world, COUNT(most))]);
    calls->ids = calloc(calls->count + 1, sizeof *calls->ids);
    assert_non_null(calls->ids);
    for (size_t i = 0; i < calls->count; i++)
        calls->ids[i] = random_call(world);
    search_calls_sort(calls);
}

static void random_terms(struct world *world)
{
    static const int64_t starts[] = {INT64_MIN,     INT64_MAX, 1010 * SECOND,
                                     1020 * SECOND, 0,         1030 * SECOND + 1};
    static const int64_t lengths[] = {INT64_MIN,      INT64_MAX,      0,           1,
                                      SECOND,         SECOND / 2 * 3, 60 * SECOND, 9000 * SECOND + SECOND / 2,
                                      40000 * SECOND, 5 * SECOND + 7};
    enum { STARTS = sizeof starts / sizeof *starts, LENGTHS = sizeof lengths / sizeof *lengths };
    struct search_terms *terms = &world->terms;
    *terms = (struct search_terms){.started = SEARCH_SPAN_ANY, .length = SEARCH_SPAN_ANY};
    bits_clear(&world->callers);
    unsigned share = 1 + pick(world, 200);
    for (unsigned caller = 0; caller < CALLERS; caller++) {
        if (!pick(world, share))
            bits_set(&world->callers, caller);
    }
    bits_clear(&world->named);
    for (unsigned caller = 1; pick(world, 2) && caller < CALLERS; caller += 1 + pick(world, 9))
        bits_set(&world->named, caller);
    terms->named = world->named.count ? &world->named : NULL;
    terms->context = &world->named;
    terms->callers = pick(world, 4) ? &world->callers : NULL;
    terms->numbers_match = pick(world, 2) ? numbers_match : NULL;
    random_calls(world, &world->calls);
    random_calls(world, &world->but);
    terms->calls = pick(world, 4) ? NULL : &world->calls;
    if (!pick(world, 3))
        terms->started = (struct search_span){starts[pick(world, STARTS)], starts[pick(world, STARTS)]};
    if (!pick(world, 3))
        terms->length = (struct search_span){lengths[pick(world, LENGTHS)], lengths[pick(world, LENGTHS)]};
}

static bool is_in(const struct search_span *span, bool given, int64_t ticks)
{
    return (span->least == INT64_MIN && span->end == INT64_MAX) ||
           (given && ticks >= span->least && (span->end == INT64_MAX || ticks < span->end));
}

static bool row_expected(const struct search_row *row, const struct search_terms *terms)
{
    int64_t length = 0;
    bool overflows = __builtin_sub_overflow(row->ended, row->started, &length);
    bool has_length =
        row->started != TIMESTAMP_NONE && row->ended != TIMESTAMP_NONE && row->ended >= row->started;
    length = overflows ? INT64_MAX - 1 : length;
    return (!terms->callers || bits_has(terms->callers, row->caller)) &&
           (!terms->numbers_match || numbers_match(terms->context, 7, row)) &&
           (!terms->calls || search_calls_has(terms->calls, row->call, row->call)) &&
           is_in(&terms->started, row->started != TIMESTAMP_NONE, row->started) &&
           is_in(&terms->length, has_length, length);
}

/* The nearest second beyond another one, or at it, that a matching row stands in; false if there is none. */
static bool expect_second(const struct world *world, int64_t from, bool down, int64_t *second)
{
    bool found = false;
    for (size_t i = 0; i < world->count; i++) {
        int64_t at = search_terms_second(world->rows[i].place);
        bool is_beyond = down ? at <= from : at >= from;
        if (is_beyond && (!found || (down ? at > *second : at < *second)) &&
            row_expected(&world->rows[i], &world->terms)) {
            *second = at;
            found = true;
        }
    }
    return found;
}

/* Where the terms are not exact other seconds can be among them, but none is left out. */
static void assert_next(struct world *world, struct search_test *test, uint32_t from, bool down)
{
    struct search_seconds seconds = {.from = from, .down = down};
    int64_t at = from, expected;
    size_t i = 0;
    search_columns_next(world->columns, &world->terms, test, &seconds);
    bool exact = search_terms_are_exact(&world->terms);
    for (; expect_second(world, at, down, &expected); i++, at = expected + (down ? -1 : 1)) {
        while (!exact && i < seconds.count && (down ? seconds.at[i] > expected : seconds.at[i] < expected))
            i++;
        if (i == seconds.count)
            break;
        assert_int_equal(seconds.at[i], expected);
    }
    if (seconds.are_all) {
        assert_false(expect_second(world, at, down, &expected));
        assert_true(!exact || i == seconds.count);
    } else {
        assert_int_equal(seconds.count, SEARCH_SECONDS_MOST);
    }
}

static void assert_any_next(struct world *world, struct search_test *test)
{
    int64_t ticks = random_ticks(world);
    assert_next(world, test, search_terms_second(ticks), pick(world, 2));
}

/* Where those are that were visited, and how many. */
struct visited {
    const struct world *world;
    size_t next;
    size_t count;
};

static void visit(void *context, const struct search_call *calls, size_t count)
{
    struct visited *visited = context;
    const struct world *world = visited->world;
    for (size_t i = 0; i < count; i++) {
        const struct search_call *call = &calls[i];
        while (visited->next < world->count && world->rows[visited->next].call != call->call)
            visited->next++;
        assert_true(visited->next < world->count);
        assert_int_equal(call->agent, 7);
        assert_false(world->terms.but && search_calls_has(world->terms.but, call->call, call->call));
    }
    visited->count += count;
}

/* Those that match are visited and counted, but for the calls that are left out. */
static void assert_visits(struct world *world, struct search_test *test)
{
    const atomic_bool never = false;
    struct visited visited = {.world = world};
    uint64_t expected = 0;
    world->terms.but = pick(world, 2) ? &world->but : NULL;
    for (size_t i = 0; i < world->count; i++)
        expected += row_expected(&world->rows[i], &world->terms) &&
                    !(world->terms.but &&
                      search_calls_has(world->terms.but, world->rows[i].call, world->rows[i].call));
    search_columns_visit(world->columns, &world->terms, test, &never, visit, &visited);
    assert_int_equal(visited.count, search_columns_count(world->columns, &world->terms, test, &never));
    if (search_terms_are_exact(&world->terms))
        assert_int_equal(visited.count, expected);
    else
        assert_true(visited.count >= expected);
    world->terms.but = NULL;
}

static void ask(struct world *world)
{
    const atomic_bool never = false;
    struct search_test test = {0};
    random_terms(world);
    for (int i = 0; i < 6; i++)
        assert_any_next(world, &test);
    if (pick(world, 2))
        assert_visits(world, &test);
    uint64_t expected = 0;
    for (size_t i = 0; i < world->count; i++)
        expected += row_expected(&world->rows[i], &world->terms);
    uint64_t count = search_columns_count(world->columns, &world->terms, &test, &never);
    for (int i = 0; i < 4; i++) /* now it is known where there is nothing */
        assert_any_next(world, &test);
    assert_int_equal(count, search_columns_count(world->columns, &world->terms, &test, &never));
    assert_visits(world, &test);
    if (search_terms_are_exact(&world->terms))
        assert_int_equal(count, expected);
    else
        assert_true(count >= expected);
    search_test_clear(&test);
}

static void searches_equal_a_plain_scan(void **state)
{
    (void)state;
    static struct world world;
    unsigned first, last;
    archive_fixture_seeds(12, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        print_message("# seed %u\n", seed);
        memset(&world, 0, sizeof world);
        world.random.random = seed;
        world.columns = search_columns_new(7);
        for (int i = 0; i < 60; i++) {
            change(&world);
            ask(&world);
        }
        assert_true(search_columns_memory(world.columns) < world.count * 20 + 20000);
        search_columns_free(&world.columns);
        bits_clear(&world.callers);
        bits_clear(&world.named);
        free(world.calls.ids);
        free(world.but.ids);
    }
}

/* However many come at once. */
static void more_places_than_wanted_are_too_many(void **state)
{
    (void)state;
    const struct search_call calls[] = {{.call = 1}, {.call = 1}, {.call = 2}, {.call = 3}, {.call = 4}};
    struct search_places places = {.most = 3}, all = {.most = 0};
    search_places_add(&places, calls, 3);
    assert_false(places.too_many);
    search_places_add(&places, calls + 3, 2);
    assert_true(places.too_many);
    search_places_add(&all, calls, COUNT(calls));
    assert_false(all.too_many);
    assert_int_equal(all.count, 4);
    search_places_clear(&places);
    search_places_clear(&all);
}

static void more_than_fits_is_refused(void **state)
{
    (void)state;
    struct search_columns *columns = search_columns_new(1);
    struct search_row *rows = calloc(UINT16_MAX + 1, sizeof *rows);
    assert_non_null(rows);
    for (size_t i = 0; i <= UINT16_MAX; i++)
        rows[i] = (struct search_row){.call = (int64_t)(UINT16_MAX - i), .queue = (int64_t)i};
    assert_true(search_columns_replace(columns, INT64_MIN, INT64_MAX, rows + 1, UINT16_MAX));
    assert_false(search_columns_replace(columns, INT64_MIN, INT64_MAX, rows, UINT16_MAX + 1));
    rows[0].caller = INT64_C(1) << 32;
    assert_false(search_columns_replace(columns, INT64_MIN, INT64_MAX, rows, 1));
    free(rows);
    search_columns_free(&columns);
}

/* A caller: mostly digits, odd at times. */
static void random_caller(struct world *world, char text[400])
{
    static const char *const odd[] = {"",
                                      "anonymous",
                                      "+",
                                      "1",
                                      "00",
                                      "sip:12@host3",
                                      "+45 (83) 12-34",
                                      "+44 (0)20 112",
                                      "0112233",
                                      "(0)112",
                                      "\xc3\xa6 7",
                                      "0045 1122122"};
    static const char *const beginnings[] = {"", "", "+", "00", "0", "+45", "0045", "+4 5", "+1(0)"};
    size_t length = pick(world, 12) ? 4 + pick(world, 8) : 240 + pick(world, 60);
    if (!pick(world, 4)) {
        snprintf(text, 400, "%s", odd[pick(world, COUNT(odd))]);
        return;
    }
    snprintf(text, 400, "%s", beginnings[pick(world, COUNT(beginnings))]);
    char *end = text + strlen(text);
    for (size_t i = 0; i < length; i++)
        *end++ = (char)('0' + pick(world, 3));
    *end = '\0';
}

static void assert_found(char texts[][400], const struct filter *filter, const struct bits *found)
{
    for (int64_t i = 0; i < CALLERS; i++)
        assert_int_equal(bits_has(found, i), i % 7 != 0 && filter_matches_caller(filter, texts[i]));
    assert_false(bits_has(found, CALLERS));
}

/* Types a filter key by key, each looked for among those that had the digits before it, and anew. */
static void type_filter(struct world *world, const struct search_callers *callers, char texts[][400])
{
    static const char *const beginnings[] = {
        "", "", "", "+", "00", "0", "-", "+45 ", "caller:none ", "caller:sip ", "ida ", "-1 ", "+44 (0)2"};
    char typed[40], before_needle[SEARCH_NEEDLE_SIZE] = "", needle[SEARCH_NEEDLE_SIZE];
    struct bits before = {0};
    snprintf(typed, sizeof typed, "%s", beginnings[pick(world, COUNT(beginnings))]);
    for (size_t i = 0; i < 11; i++) {
        struct filter filter;
        struct bits candidates = {0}, found = {0}, anew = {0}, all = {0};
        char *end = typed + strlen(typed);
        end[0] = (char)('0' + pick(world, 3));
        end[1] = '\0';
        filter_parse(&filter, typed, 0, true, NULL);
        search_needle(&filter, needle);
        bool narrows = *before_needle && strstr(needle, before_needle);
        search_callers_find(callers, &filter, needle, narrows ? &before : NULL, &candidates, &found);
        search_callers_find(callers, &filter, needle, NULL, &all, &anew);
        assert_found(texts, &filter, &found);
        assert_found(texts, &filter, &anew);
        bits_clear(&found);
        bits_clear(&anew);
        bits_clear(&all);
        bits_clear(&before);
        before = candidates;
        snprintf(before_needle, sizeof before_needle, "%s", needle);
    }
    bits_clear(&before);
}

static void callers_are_found_as_the_filter_finds_them(void **state)
{
    (void)state;
    static char texts[CALLERS][400];
    static struct world world;
    unsigned first, last;
    archive_fixture_seeds(20, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        struct search_callers callers = {0};
        world.random.random = seed;
        for (int64_t i = 0; i < CALLERS; i++) {
            random_caller(&world, texts[i]);
            if (seed % 2 && strlen(texts[i]) > 200) /* half of the worlds without them */
                texts[i][20] = '\0';
            if (i % 7) /* some numbers are nobody's */
                assert_true(search_callers_add(&callers, i, texts[i]));
        }
        assert_false(search_callers_add(&callers, 5, "1"));
        for (int i = 0; i < NEEDLES; i++)
            type_filter(&world, &callers, texts);
        search_callers_clear(&callers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(searches_equal_a_plain_scan),
        cmocka_unit_test(more_places_than_wanted_are_too_many),
        cmocka_unit_test(more_than_fits_is_refused),
        cmocka_unit_test(callers_are_found_as_the_filter_finds_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
