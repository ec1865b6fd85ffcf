/* Which rows match a filter, decided by their interned numbers. */
#include "model/archive/database.h"
#include "model/filter/filter_parse.h"
#include "model/query/reader_state.h"
#include "net/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void row_filter_clear(struct row_filter *filter)
{
    bits_clear(&filter->callers);
    bits_clear(&filter->kinds);
    for (size_t i = 0; i < FILTER_TERMS; i++) {
        bits_clear(&filter->people[i]);
        bits_clear(&filter->queues[i]);
        bits_clear(&filter->agents[i]);
        bits_clear(&filter->named[i]);
    }
    bits_clear(&filter->all_named);
    bits_clear(&filter->candidates);
    search_question_clear(&filter->question);
    memset(filter, 0, sizeof *filter);
}

/* A table of interned texts: number, text and, of people, queues and agents, the id. */
enum table { TABLE_CALLERS, TABLE_NAMED, TABLE_KINDS, TABLE_PEOPLE, TABLE_QUEUES, TABLE_AGENTS };

static const char *const table_sql[] = {
    [TABLE_CALLERS] = "SELECT caller, number FROM callers",
    [TABLE_NAMED] = "SELECT caller, number FROM callers",
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
    if (table == TABLE_NAMED)
        return filter_word_names_caller(filter, word, text);
    if (table == TABLE_KINDS)
        return filter_matches_type(filter, text);
    enum filter_name which = table == TABLE_QUEUES   ? FILTER_NAME_OF_QUEUE
                             : table == TABLE_PEOPLE ? FILTER_NAME_WHEN_RECORDED
                                                     : FILTER_NAME_OF_AGENT;
    return filter_word_names(filter, word, which, text, database_column_integer(row, 2, RECORDING_NO_NUMBER));
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

/* The callers that match, in the index or, where it does not know them, in the archive. */
static bool find_callers(struct reader *reader, const struct bits *before, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    return !rows->parsed.by_caller ||
           (reader->pinned && search_index_find_callers(reader->index, &rows->parsed, rows->needle, before,
                                                        &rows->candidates, &rows->callers)) ||
           fill(reader, TABLE_CALLERS, 0, &rows->callers, failure);
}

/* The callers that a word names, likewise. */
static bool find_named(struct reader *reader, size_t word, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    struct bits *named = &rows->named[word];
    bool done = rows->parsed.words[word].subject != FILTER_NAMES ||
                (reader->pinned && search_index_find_named(reader->index, &rows->parsed, word, named)) ||
                fill(reader, TABLE_NAMED, word, named, failure);
    bits_add(&rows->all_named, named);
    return done;
}

static bool work_out(struct reader *reader, const struct bits *before, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    const struct filter *filter = &rows->parsed;
    if (filter_matches_caller(filter, NULL))
        bits_set(&rows->callers, 0);
    if (filter_matches_type(filter, NULL))
        bits_set(&rows->kinds, 0);
    bool done = find_callers(reader, before, failure) &&
                (!filter->by_type || fill(reader, TABLE_KINDS, 0, &rows->kinds, failure));
    for (size_t i = 0; done && i < filter->word_count; i++)
        done = fill(reader, TABLE_PEOPLE, i, &rows->people[i], failure) &&
               fill(reader, TABLE_QUEUES, i, &rows->queues[i], failure) &&
               fill(reader, TABLE_AGENTS, i, &rows->agents[i], failure) && find_named(reader, i, failure);
    return done;
}

/* Whether a word names the agent, as the recording or the archive knows it. */
static bool names_agent(const struct row_filter *filter, size_t word, const struct row_facts *facts)
{
    return bits_has(&filter->people[word], facts->person) || bits_has(&filter->agents[word], facts->agent);
}

static bool numbers_match(const struct row_filter *filter, const struct row_facts *facts)
{
    const struct filter *parsed = &filter->parsed;
    if (parsed->by_type && !bits_has(&filter->kinds, facts->kind))
        return false;
    for (size_t i = 0; i < parsed->word_count; i++) {
        bool names = bits_has(&filter->queues[i], facts->queue) || names_agent(filter, i, facts) ||
                     bits_has(&filter->named[i], facts->caller);
        if (names == parsed->words[i].negated)
            return false;
    }
    return true;
}

static bool asked_numbers_match(const void *context, int64_t agent, const struct search_row *row)
{
    const struct row_facts facts = {
        .agent = agent, .caller = row->caller, .person = row->person, .queue = row->queue, .kind = row->kind};
    return numbers_match(context, &facts);
}

static void narrow(struct search_span *span, int64_t least, int64_t end)
{
    span->least = least > span->least ? least : span->least;
    span->end = end < span->end ? end : span->end;
}

static bool same_span(const struct search_span *a, const struct search_span *b)
{
    return a->least == b->least && a->end == b->end;
}

/* The same as the index is asked. What it cannot be asked is left to those who look at the rows. */
static struct search_terms terms_of(const struct reader *reader, const struct list_query *query)
{
    const struct row_filter *rows = &reader->filter;
    const struct filter *parsed = &rows->parsed;
    struct search_terms terms = {
        .callers = parsed->by_caller ? &rows->callers : NULL,
        .numbers_match = parsed->by_type || parsed->word_count ? asked_numbers_match : NULL,
        .named = rows->all_named.count ? &rows->all_named : NULL,
        .context = rows,
        .started = SEARCH_SPAN_ANY,
        .length = SEARCH_SPAN_ANY,
    };
    if (query->since || query->until)
        narrow(&terms.started, query->since, query->until ? query->until : INT64_MAX);
    for (size_t i = 0; parsed->by_time && i < parsed->term_count; i++) {
        const struct filter_term *term = &parsed->terms[i];
        bool by_start = term->subject == FILTER_START;
        if (!by_start && term->subject != FILTER_LENGTH)
            continue;
        if (term->negated)
            terms.is_more_asked = true;
        else
            narrow(by_start ? &terms.started : &terms.length, term->least, term->less_than);
    }
    return terms;
}

static void set_question(struct reader *reader, const struct list_query *query)
{
    struct row_filter *rows = &reader->filter;
    const struct search_terms terms = terms_of(reader, query), *before = &rows->question.terms;
    if (!same_span(&terms.started, &before->started) || !same_span(&terms.length, &before->length))
        search_question_clear(&rows->question);
    rows->question.terms = terms;
}

/* Works out another filter, or the same in another state of the archive. What was found for the one before is
 * of use if only digits have been added. */
static void renew(struct reader *reader, const struct list_query *query, int64_t version,
                  struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    struct row_filter *before = memory_new(sizeof *before);
    *before = *rows;
    memset(rows, 0, sizeof *rows);
    filter_parse(&rows->parsed, query->filter, query->now, query->utc, NULL);
    filter_take_caller(&rows->parsed, query->caller);
    snprintf(rows->text, sizeof rows->text, "%s", query->filter);
    snprintf(rows->caller, sizeof rows->caller, "%s", query->caller);
    rows->now = query->now;
    rows->utc = query->utc;
    rows->data_version = version;
    search_needle(&rows->parsed, rows->needle);
    rows->is_needle = search_needle_decides(&rows->parsed, rows->needle) && rows->parsed.term_count == 1 &&
                      !rows->parsed.word_count;
    bool narrows = before->known && before->data_version == version && *before->needle &&
                   strstr(rows->needle, before->needle) != NULL;
    if (narrows && rows->is_needle && before->is_needle) {
        rows->question = before->question;
        before->question = (struct search_question){0};
    }
    rows->known = work_out(reader, narrows && before->candidates.count ? &before->candidates : NULL, failure);
    row_filter_clear(before);
    free(before);
}

bool row_filter_prepare(struct reader *reader, const struct list_query *query, struct failure *failure)
{
    struct row_filter *rows = &reader->filter;
    int64_t version = database_integer(reader->database, "PRAGMA data_version", -1);
    bool is_same = rows->now == query->now && rows->utc == query->utc &&
                   strcmp(rows->text, query->filter) == 0 && strcmp(rows->caller, query->caller) == 0;
    if (!rows->known || rows->data_version != version || !is_same)
        renew(reader, query, version, failure);
    set_question(reader, query);
    return rows->known;
}

bool row_filter_matches(const struct row_filter *filter, const struct row_facts *facts)
{
    return (!filter->parsed.by_caller || bits_has(&filter->callers, facts->caller)) &&
           filter_matches_times(&filter->parsed, facts->started, facts->ended) &&
           numbers_match(filter, facts);
}
