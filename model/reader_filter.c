/* Which rows match a filter, decided by their interned numbers. */
#include "model/database.h"
#include "model/reader_state.h"
#include "net/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void bits_clear(struct bits *bits)
{
    free(bits->words);
    memset(bits, 0, sizeof *bits);
}

static void bits_set(struct bits *bits, int64_t index)
{
    size_t words = bits->count / 64;
    if (index < 0)
        return;
    size_t needed = (size_t)index / 64 + 1;
    if (needed > words) {
        size_t grown = needed * 2;
        bits->words = memory_resize(bits->words, grown, sizeof *bits->words);
        memset(bits->words + words, 0, (grown - words) * sizeof *bits->words);
        bits->count = grown * 64;
    }
    bits->words[(size_t)index / 64] |= (uint64_t)1 << (index % 64);
}

static bool bits_has(const struct bits *bits, int64_t index)
{
    return index >= 0 && (size_t)index < bits->count && bits->words[(size_t)index / 64] >> (index % 64) & 1;
}

void row_filter_clear(struct row_filter *filter)
{
    bits_clear(&filter->callers);
    for (size_t i = 0; i < FILTER_WORDS; i++) {
        bits_clear(&filter->people[i]);
        bits_clear(&filter->queues[i]);
        bits_clear(&filter->agents[i]);
    }
    memset(filter, 0, sizeof *filter);
}

/* Sets the bits of the rows of `sql` (number, text) that match: word SIZE_MAX is the number of the caller. */
static bool fill(struct reader *reader, const char *sql, const struct filter *filter, size_t word,
                 struct bits *bits, struct failure *failure)
{
    sqlite3_stmt *statement = database_prepare(reader->database, sql, failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 1);
        bool matches =
            word == SIZE_MAX ? filter_matches_caller(filter, text) : filter_word_matches(filter, word, text);
        if (matches)
            bits_set(bits, sqlite3_column_int64(statement, 0));
    }
    bool done = code == SQLITE_DONE || reader_failed(reader, failure);
    sqlite3_finalize(statement);
    return done;
}

static bool work_out(struct reader *reader, const struct filter *filter, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    bool done = !filter->digits[0] ||
                fill(reader, "SELECT caller, number FROM callers", filter, SIZE_MAX, &rows->callers, failure);
    for (size_t i = 0; done && i < filter->word_count; i++)
        done = fill(reader, "SELECT person, name FROM people", filter, i, &rows->people[i], failure) &&
               fill(reader, "SELECT queue, name FROM queues", filter, i, &rows->queues[i], failure) &&
               fill(reader, "SELECT agent, name FROM agents", filter, i, &rows->agents[i], failure);
    return done;
}

bool row_filter_prepare(struct reader *reader, const char *text, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    int64_t version = database_integer(reader->database, "PRAGMA data_version", -1);
    if (rows->known && rows->data_version == version && strcmp(rows->text, text) == 0)
        return true;
    struct filter filter;
    filter_parse(&filter, text);
    row_filter_clear(rows);
    snprintf(rows->text, sizeof rows->text, "%s", text);
    rows->data_version = version;
    rows->by_caller = filter.digits[0] != '\0';
    rows->words = filter.word_count;
    rows->known = work_out(reader, &filter, failure);
    return rows->known;
}

bool row_filter_matches(const struct row_filter *filter, int64_t agent, int64_t caller, int64_t person,
                        int64_t queue)
{
    if (filter->by_caller && !bits_has(&filter->callers, caller))
        return false;
    for (size_t i = 0; i < filter->words; i++) {
        if (!bits_has(&filter->people[i], person) && !bits_has(&filter->queues[i], queue) &&
            !bits_has(&filter->agents[i], agent))
            return false;
    }
    return true;
}
