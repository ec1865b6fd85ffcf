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
    bits_clear(&filter->kinds);
    for (size_t i = 0; i < FILTER_TERMS; i++) {
        bits_clear(&filter->people[i]);
        bits_clear(&filter->queues[i]);
        bits_clear(&filter->agents[i]);
    }
    memset(filter, 0, sizeof *filter);
}

/* A table of interned texts: number, text and, of people, queues and agents, the id. */
enum table { TABLE_CALLERS, TABLE_KINDS, TABLE_PEOPLE, TABLE_QUEUES, TABLE_AGENTS };

static const char *const table_sql[] = {
    [TABLE_CALLERS] = "SELECT caller, number FROM callers",
    [TABLE_KINDS] = "SELECT kind, type FROM kinds",
    [TABLE_PEOPLE] = "SELECT person, name, agent_id FROM people",
    [TABLE_QUEUES] = "SELECT queue, name, queue_id FROM queues",
    [TABLE_AGENTS] = "SELECT agent, name, CASE WHEN reference GLOB 'id:[0-9]*' AND substr(reference, 4) NOT "
                     "GLOB '*[^0-9]*'"
                     " THEN CAST(substr(reference, 4) AS INTEGER) END FROM agents",
};

static bool matches(const struct filter *filter, enum table table, size_t word, sqlite3_stmt *row)
{
    const char *text = (const char *)sqlite3_column_text(row, 1);
    if (table == TABLE_CALLERS)
        return filter_matches_caller(filter, text);
    if (table == TABLE_KINDS)
        return filter_matches_type(filter, text);
    return filter_word_names(filter, word,
                             table == TABLE_QUEUES ? FILTER_NAME_OF_QUEUE : FILTER_NAME_OF_AGENT, text,
                             database_column_integer(row, 2, RECORDING_NO_NUMBER));
}

/* Sets the bits of the rows of a table that match, or that the word names. */
static bool fill(struct reader *reader, enum table table, size_t word, struct bits *bits,
                 struct failure *failure)
{
    sqlite3_stmt *statement = database_prepare(reader->database, table_sql[table], failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (matches(&reader->filter.parsed, table, word, statement))
            bits_set(bits, sqlite3_column_int64(statement, 0));
    }
    bool done = code == SQLITE_DONE || reader_failed(reader, failure);
    sqlite3_finalize(statement);
    return done;
}

static bool work_out(struct reader *reader, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    const struct filter *filter = &rows->parsed;
    if (filter_matches_caller(filter, NULL))
        bits_set(&rows->callers, 0);
    if (filter_matches_type(filter, NULL))
        bits_set(&rows->kinds, 0);
    bool done = (!filter->by_caller || fill(reader, TABLE_CALLERS, 0, &rows->callers, failure)) &&
                (!filter->by_type || fill(reader, TABLE_KINDS, 0, &rows->kinds, failure));
    for (size_t i = 0; done && i < filter->word_count; i++)
        done = fill(reader, TABLE_PEOPLE, i, &rows->people[i], failure) &&
               fill(reader, TABLE_QUEUES, i, &rows->queues[i], failure) &&
               fill(reader, TABLE_AGENTS, i, &rows->agents[i], failure);
    return done;
}

bool row_filter_prepare(struct reader *reader, const struct list_query *query, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    int64_t version = database_integer(reader->database, "PRAGMA data_version", -1);
    bool is_same =
        rows->now == query->now && rows->utc == query->utc && strcmp(rows->text, query->filter) == 0;
    if (rows->known && rows->data_version == version && is_same)
        return true;
    row_filter_clear(rows);
    filter_parse(&rows->parsed, query->filter, query->now, query->utc, NULL);
    snprintf(rows->text, sizeof rows->text, "%s", query->filter);
    rows->now = query->now;
    rows->utc = query->utc;
    rows->data_version = version;
    rows->known = work_out(reader, failure);
    return rows->known;
}

bool row_filter_matches(const struct row_filter *filter, const struct row_facts *facts)
{
    const struct filter *parsed = &filter->parsed;
    if ((parsed->by_caller && !bits_has(&filter->callers, facts->caller)) ||
        (parsed->by_type && !bits_has(&filter->kinds, facts->kind)) ||
        !filter_matches_times(parsed, facts->started, facts->ended))
        return false;
    for (size_t i = 0; i < parsed->word_count; i++) {
        bool names = bits_has(&filter->people[i], facts->person) ||
                     bits_has(&filter->queues[i], facts->queue) || bits_has(&filter->agents[i], facts->agent);
        if (names == parsed->words[i].negated)
            return false;
    }
    return true;
}
