#include "model/query/row_filter.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/query/row_columns.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

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
    free(filter->calls.ids);
    bits_clear(&filter->notes_match);
    noted_clear(&filter->noted);
    memset(filter, 0, sizeof *filter);
}

/* A table of interned texts. Columns: the archive's number, the text and, of people, queues and agents, the server's
 * number. */
enum table { TABLE_CALLERS, TABLE_NAMED, TABLE_KINDS, TABLE_PEOPLE, TABLE_QUEUES, TABLE_AGENTS };

static const char *const table_sql[] = {
    [TABLE_CALLERS] = "SELECT caller, number FROM callers",
    [TABLE_NAMED] = "SELECT caller, number FROM callers",
    [TABLE_KINDS] = "SELECT kind, type FROM kinds",
    [TABLE_PEOPLE] = "SELECT person, name, agent_id FROM people",
    [TABLE_QUEUES] = "SELECT queue, name, queue_id FROM queues",
    [TABLE_AGENTS] = "SELECT agent, name, " ROW_AGENT_NUMBER " FROM agents",
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

/* Sets the bits of the rows of a table that match the filter or, in tables of names, that the word names. */
static bool fill(const struct row_filter *filter, enum table table, size_t word, struct bits *bits,
                 struct failure *failure)
{
    sqlite3_stmt *statement = reader_connection_statement(filter->connection, table_sql[table], failure);
    int code;
    if (!statement)
        return false;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (matches(&filter->query.filter, table, word, statement))
            bits_set(bits, sqlite3_column_int64(statement, 0));
    }
    return reader_connection_done(filter->connection, statement, code, failure);
}

/* Finds the callers that match, in the index or, if that has not all of them, in the archive. */
static bool find_callers(struct row_filter *filter, const struct bits *before, struct failure *failure)
{
    return !filter->query.filter.by_caller ||
           (filter->index && search_index_find_callers(filter->index, &filter->query.filter, filter->needle,
                                                       before, &filter->candidates, &filter->callers)) ||
           fill(filter, TABLE_CALLERS, 0, &filter->callers, failure);
}

/* Finds the callers that a word names, likewise. */
static bool find_named(struct row_filter *filter, size_t word, struct failure *failure)
{
    struct bits *named = &filter->named[word];
    bool done =
        filter->query.filter.words[word].subject != FILTER_NAMES ||
        (filter->index && search_index_find_named(filter->index, &filter->query.filter, word, named)) ||
        fill(filter, TABLE_NAMED, word, named, failure);
    bits_add(&filter->all_named, named);
    return done;
}

static void add_call(struct search_calls *calls, size_t *capacity, int64_t id)
{
    calls->ids = memory_grow(calls->ids, capacity, calls->count + 1, sizeof *calls->ids);
    calls->ids[calls->count++] = id;
}

/* Adds the calls with a file whose name matches. */
static bool find_files(struct row_filter *filter, size_t *capacity, struct failure *failure)
{
    sqlite3_stmt *statement =
        reader_connection_statement(filter->connection, "SELECT call, file FROM recordings", failure);
    char name[FILE_KEY_NAME_SIZE];
    int code;
    if (!statement)
        return false;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        int64_t call = sqlite3_column_int64(statement, 0);
        if (filter_matches_call(&filter->query.filter, call, file_key_column(statement, 1, name)))
            add_call(&filter->calls, capacity, call);
    }
    return reader_connection_done(filter->connection, statement, code, failure);
}

/* Whether recordings without any note, heard mark or hold cannot match. */
static bool asks_for_notes(const struct filter *filter)
{
    return filter->by_note && !filter_matches_noted(filter, &(struct filter_noted){.tags = "", .text = ""});
}

static bool noted_matches(const struct row_filter *filter, int64_t call, const struct note *note,
                          bool is_held)
{
    const struct filter_noted noted = {.is_marked = note && note->is_marked,
                                       .is_heard = note_table_has_heard(filter->noted.notes, call),
                                       .is_held = is_held,
                                       .tags = note ? note->tags : "",
                                       .text = note ? note->text : ""};
    return filter_matches_noted(&filter->query.filter, &noted);
}

/* Finds the notes that match, as long as the recording is not held, and whether heard calls without a note match. */
static void find_noted(struct row_filter *filter)
{
    const struct note_table *notes = filter->noted.notes;
    filter->noted_is_all = asks_for_notes(&filter->query.filter);
    for (size_t i = 0; i < notes->count; i++)
        if (noted_matches(filter, notes->notes[i].call, &notes->notes[i], false))
            bits_set(&filter->notes_match, (int64_t)i);
    filter->heard_matches = notes->heard_count && noted_matches(filter, notes->heard[0], NULL, false);
}

/* Adds the noted calls that may match, if others cannot. */
static void add_noted(struct row_filter *filter, size_t *capacity)
{
    const struct note_table *notes = filter->noted.notes;
    const struct hold_table *holds = filter->noted.holds;
    for (size_t i = 0; i < notes->count; i++)
        if (bits_has(&filter->notes_match, (int64_t)i))
            add_call(&filter->calls, capacity, notes->notes[i].call);
    for (size_t i = 0; filter->heard_matches && i < notes->heard_count; i++)
        add_call(&filter->calls, capacity, notes->heard[i]);
    for (size_t i = 0; i < holds->count; i++)
        add_call(&filter->calls, capacity, holds->holds[i].recording->queue_call_id);
}

/* Finds the calls to which a term about calls, files or notes restricts the filter. */
static bool find_calls(struct row_filter *filter, struct failure *failure)
{
    const struct filter *parsed = &filter->query.filter;
    const struct filter_term *by_number = NULL, *by_file = NULL;
    size_t asked = 0;
    size_t capacity = 0;
    bool done = true;
    for (size_t i = 0; parsed->by_call && i < parsed->term_count; i++) {
        const struct filter_term *term = &parsed->terms[i];
        asked += term->subject == FILTER_CALL || term->subject == FILTER_FILE;
        by_number = term->subject == FILTER_CALL && !term->negated ? term : by_number;
        by_file = term->subject == FILTER_FILE && !term->negated ? term : by_file;
    }
    if (parsed->by_note)
        find_noted(filter);
    bool by_note = filter->noted_is_all && !by_number;
    filter->has_calls = by_number || by_file || by_note;
    filter->calls_are_all = by_number && asked == 1;
    for (size_t i = 0; by_number && i < by_number->count; i++)
        add_call(&filter->calls, &capacity, parsed->values[by_number->value + i].number);
    if (by_note)
        add_noted(filter, &capacity);
    else if (!by_number && by_file)
        done = find_files(filter, &capacity, failure);
    search_calls_sort(&filter->calls);
    return done;
}

/* Evaluates the filter's terms against the tables. `before`: see search_callers_find. */
static bool evaluate(struct row_filter *filter, const struct bits *before, struct failure *failure)
{
    const struct filter *parsed = &filter->query.filter;
    if (filter_matches_caller(parsed, NULL))
        bits_set(&filter->callers, 0);
    if (filter_matches_type(parsed, NULL))
        bits_set(&filter->kinds, 0);
    bool done = filter->noted.notes && filter->noted.holds && find_calls(filter, failure) &&
                find_callers(filter, before, failure) &&
                (!parsed->by_type || fill(filter, TABLE_KINDS, 0, &filter->kinds, failure));
    for (size_t i = 0; done && i < parsed->word_count; i++)
        done = fill(filter, TABLE_PEOPLE, i, &filter->people[i], failure) &&
               fill(filter, TABLE_QUEUES, i, &filter->queues[i], failure) &&
               fill(filter, TABLE_AGENTS, i, &filter->agents[i], failure) && find_named(filter, i, failure);
    return done;
}

static bool numbers_match(const struct row_filter *filter, int64_t agent, const struct search_row *row)
{
    const struct filter *parsed = &filter->query.filter;
    if (parsed->by_type && !bits_has(&filter->kinds, row->kind))
        return false;
    for (size_t i = 0; i < parsed->word_count; i++) {
        bool names = bits_has(&filter->queues[i], row->queue) || bits_has(&filter->people[i], row->person) ||
                     bits_has(&filter->agents[i], agent) || bits_has(&filter->named[i], row->caller);
        if (names == parsed->words[i].negated)
            return false;
    }
    return true;
}

static bool asked_numbers_match(const void *context, int64_t agent, const struct search_row *row)
{
    return numbers_match(context, agent, row);
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

/* The terms for the index. Where it cannot be asked for everything is_more_asked is set, and row_filter_matches
 * decides. */
static struct search_terms terms_of(const struct row_filter *filter)
{
    const struct filter *parsed = &filter->query.filter;
    struct search_terms terms = {
        .callers = parsed->by_caller ? &filter->callers : NULL,
        .numbers_match = parsed->by_type || parsed->word_count ? asked_numbers_match : NULL,
        .named = filter->all_named.count ? &filter->all_named : NULL,
        .context = filter,
        .started = SEARCH_SPAN_ANY,
        .length = SEARCH_SPAN_ANY,
        .week = parsed->by_week ? &filter->query.filter.week : NULL,
        .calls = filter->has_calls ? &filter->calls : NULL,
        .is_more_asked = parsed->by_call && !filter->calls_are_all,
    };
    for (size_t i = 0; parsed->by_time && i < parsed->term_count; i++) {
        const struct filter_term *term = &parsed->terms[i];
        bool by_start = term->subject == FILTER_START;
        if (term->negated || term->subject == FILTER_NEW)
            terms.is_more_asked = terms.is_more_asked || term->subject >= FILTER_START;
        if (!term->negated && term->subject == FILTER_NEW)
            narrow(&terms.started, filter_new_starts(term), INT64_MAX);
        else if (term->negated)
            continue;
        else if (by_start || term->subject == FILTER_LENGTH)
            narrow(by_start ? &terms.started : &terms.length, term->least, term->less_than);
    }
    return terms;
}

static void set_question(struct row_filter *filter)
{
    const struct search_terms *before = &filter->question.terms;
    struct search_terms terms = terms_of(filter);
    filter->is_more_asked = terms.is_more_asked || filter->query.filter.by_call;
    terms.is_more_asked = terms.is_more_asked || filter->query.filter.by_note;
    if (!same_span(&terms.started, &before->started) || !same_span(&terms.length, &before->length))
        search_question_clear(&filter->question);
    filter->question.terms = terms;
}

/* Evaluates a new filter, or the same one for a new state of the archive, notes or holds. If only digits were added
 * to the wanted number the callers are looked for among the candidates of before. */
static void renew(struct row_filter *filter, const struct list_query *query, int64_t version,
                  struct failure *failure)
{
    struct row_filter *before = memory_new(sizeof *before);
    *before = *filter;
    memset(filter, 0, sizeof *filter);
    filter->query = *query;
    filter->connection = before->connection;
    filter->index = before->index;
    filter->noted = before->noted;
    filter->notes_version = before->noted.notes_version;
    filter->holds_version = before->noted.holds_version;
    before->noted = (struct noted){0};
    filter->data_version = version;
    filter->number = before->number + 1;
    search_needle(&filter->query.filter, filter->needle);
    filter->is_needle = search_needle_decides(&filter->query.filter, filter->needle) &&
                        filter->query.filter.term_count == 1 && !filter->query.filter.word_count;
    bool narrows = before->known && before->data_version == version && *before->needle &&
                   strstr(filter->needle, before->needle) != NULL;
    if (narrows && filter->is_needle && before->is_needle) {
        filter->question = before->question;
        before->question = (struct search_question){0};
    }
    filter->known =
        evaluate(filter, narrows && before->candidates.count ? &before->candidates : NULL, failure);
    row_filter_clear(before);
    free(before);
}

bool row_filter_prepare(struct row_filter *filter, struct search_index *index, const struct list_query *query,
                        struct failure *failure)
{
    int64_t version;
    bool has_notes = noted_read(&filter->noted, filter->connection, query->filter.by_note, failure);
    if (!reader_connection_version(filter->connection, &version, failure))
        return false;
    filter->index = index;
    if (!filter->known || filter->data_version != version || !has_notes ||
        filter->notes_version != filter->noted.notes_version ||
        filter->holds_version != filter->noted.holds_version ||
        !filter_is_same(&filter->query.filter, &query->filter))
        renew(filter, query, version, failure);
    filter->query.agent = query->agent;
    filter->query.sorting = query->sorting;
    filter->query.oldest_first = query->oldest_first;
    set_question(filter);
    return filter->known;
}

/* Whether a recording matches by its note, heard mark and hold. */
static bool matches_by_notes(const struct row_filter *filter, int64_t call, const char *file)
{
    const struct note_table *notes = filter->noted.notes;
    const struct note *note = note_table_find(notes, &(struct note_key){"", call, file});
    if (hold_table_find(filter->noted.holds, call, file, timestamp_now()))
        return noted_matches(filter, call, note, true);
    if (note)
        return bits_has(&filter->notes_match, note - notes->notes);
    return note_table_has_heard(notes, call) ? filter->heard_matches : !filter->noted_is_all;
}

static bool file_matches(const struct row_filter *filter, int64_t call, const char *file)
{
    const struct filter *parsed = &filter->query.filter;
    return filter_matches_call(parsed, call, file) &&
           (!parsed->by_note || matches_by_notes(filter, call, file ? file : ""));
}

static bool values_match(const struct row_filter *filter, int64_t agent, const struct search_row *row)
{
    const struct filter *parsed = &filter->query.filter;
    return (!parsed->by_caller || bits_has(&filter->callers, row->caller)) &&
           filter_matches_times(parsed, row->started, row->ended) && numbers_match(filter, agent, row);
}

bool row_filter_matches(const struct row_filter *filter, int64_t agent, sqlite3_stmt *row)
{
    const struct filter *parsed = &filter->query.filter;
    char buffer[FILE_KEY_NAME_SIZE];
    if (filter_is_empty(parsed))
        return true;
    const struct search_row compared = row_columns_read(row);
    return values_match(filter, agent, &compared) &&
           ((!parsed->by_call && !parsed->by_note) ||
            file_matches(filter, compared.call, file_key_column(row, ROW_FILE, buffer)));
}

bool row_filter_matches_noted(const struct row_filter *filter, const struct noted_row *row)
{
    const char *file = *row->file ? row->file : NULL;
    return file_matches(filter, row->compared.call, file) && values_match(filter, row->agent, &row->compared);
}

bool row_filter_keep_noted(struct row_filter *filter, struct search_index *index, bool *more,
                           struct failure *failure)
{
    enum { STEP_CALLS = 2048 }; /* a few milliseconds */
    *more = false;
    return noted_read(&filter->noted, filter->connection, true, failure) &&
           noted_find_rows(&filter->noted, filter->connection, index, STEP_CALLS, more, failure);
}
