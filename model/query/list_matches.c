#include "model/query/list_matches.h"

#include "model/query/row_columns.h"
#include "model/query/search_places.h"
#include "model/time/timestamp.h"

#define OF_CALLS " AND call >= ?2 AND call <= ?3"

/* Receives a matching row, with ROW_COLUMNS; rows come in any order. */
typedef void take_row(void *context, int64_t agent, sqlite3_stmt *row);

static bool each(const struct row_filter *filter, take_row *take, void *context, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    sqlite3_stmt *statement =
        reader_connection_statement(connection, "SELECT " ROW_COLUMNS ROW_OF_AGENT OF_CALLS, failure);
    const struct search_calls *calls = &filter->calls; /* with has_calls only these can match */
    bool done = statement != NULL;
    for (size_t i = 0; done && i < connection->agent_count; i++) {
        int code;
        sqlite3_bind_int64(statement, 1, connection->agents[i]);
        sqlite3_bind_int64(statement, 2,
                           calls->count        ? calls->ids[0]
                           : filter->has_calls ? INT64_MAX
                                               : INT64_MIN);
        sqlite3_bind_int64(statement, 3, calls->count ? calls->ids[calls->count - 1] : INT64_MAX);
        while ((code = sqlite3_step(statement)) == SQLITE_ROW && !connection->interrupted) {
            if (row_filter_matches(filter, connection->agents[i], statement))
                take(context, connection->agents[i], statement);
        }
        done = reader_connection_done(connection, statement, code, failure);
    }
    return done;
}

/* The context of the functions that read rows for a search_visit. */
struct visitor {
    search_visit *visit;
    void *context;
    const struct reader_connection *connection;
    int64_t agent; /* the agent whose rows visit_values gets */
};

static void visit_row(void *context, int64_t agent, sqlite3_stmt *row)
{
    const struct visitor *visitor = context;
    const struct search_row read = row_columns_read(row);
    const struct search_call call = row_columns_call(agent, &read);
    visitor->visit(visitor->context, &call, 1);
}

static int64_t value_integer(sqlite3_value *value)
{
    return sqlite3_value_type(value) == SQLITE_INTEGER ? sqlite3_value_int64(value) : TIMESTAMP_NONE;
}

/* The step of an SQL aggregate of queue, start and end. Calling it costs SQLite less time than returning a row. */
static void visit_values(sqlite3_context *from, int count, sqlite3_value **values)
{
    const struct visitor *visitor = sqlite3_user_data(from);
    int64_t started = value_integer(values[1]), ended = value_integer(values[2]);
    (void)count;
    visitor->visit(visitor->context,
                   &(struct search_call){.agent = visitor->agent,
                                         .queue = sqlite3_value_int64(values[0]),
                                         .started = search_terms_start(started),
                                         .length = search_terms_whole_length(started, ended)},
                   1);
    if (visitor->connection->interrupted)
        sqlite3_result_error_code(from, SQLITE_INTERRUPT);
}

static void visit_end(sqlite3_context *from)
{
    (void)from;
}

/* Visits all rows, without caller, call and place: only sorted lists need these. */
static bool visit_everything(struct visitor *visitor, struct reader_connection *connection,
                             struct failure *failure)
{
    bool done = sqlite3_create_function(connection->database, "visit", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                        visitor, NULL, visit_values, visit_end) == SQLITE_OK ||
                reader_connection_failed(connection, failure);
    sqlite3_stmt *statement =
        done ? reader_connection_statement(connection, "SELECT visit(queue, started, ended)" ROW_OF_AGENT,
                                           failure)
             : NULL;
    for (size_t i = 0; statement && done && i < connection->agent_count; i++) {
        visitor->agent = connection->agents[i];
        sqlite3_bind_int64(statement, 1, visitor->agent);
        int code = sqlite3_step(statement);
        done = reader_connection_done(connection, statement, code, failure);
    }
    return statement && done;
}

enum { MOST_PLACES = 50000 }; /* for more places it is faster to read all rows */

/* Takes the matching rows of calls at known places. */

static bool each_at(const struct row_filter *filter, const struct search_places *places, take_row *take,
                    void *context, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    sqlite3_stmt *statement =
        reader_connection_statement(connection, "SELECT " ROW_COLUMNS ROW_OF_AGENT " AND call = ?2", failure);
    bool done = statement != NULL;
    for (size_t i = 0; done && i < places->count; i++) {
        const struct search_place *place = &places->places[i];
        int code;
        sqlite3_bind_int64(statement, 1, place->agent);
        sqlite3_bind_int64(statement, 2, place->call);
        while ((code = sqlite3_step(statement)) == SQLITE_ROW && !connection->interrupted)
            if (row_filter_matches(filter, place->agent, statement))
                take(context, place->agent, statement);
        done = reader_connection_done(connection, statement, code, failure);
    }
    return done;
}

/* Finds the places of all candidates, for a filter that asks for more than the index knows. False if the index cannot
 * tell them, or reading all rows is faster. */
static bool find_places(struct row_filter *filter, struct search_places *places)
{
    struct search_question question = {.terms = filter->question.terms, .takes_candidates = true};
    *places = (struct search_places){.most = MOST_PLACES};
    bool found = filter->index && !search_terms_are_exact(&question.terms) &&
                 search_index_visit(filter->index, &question, filter->query.agent, &places->too_many,
                                    search_places_add, places) &&
                 !places->too_many;
    search_question_clear(&question);
    return found;
}

/* For a filter about notes: brings the rows of all noted calls into memory, and sets *others to the search of the
 * index for all other calls. False if that is not possible. The caller clears *others in any case. */
static bool split_noted(struct row_filter *filter, struct search_question *others, struct failure *failure)
{
    bool more;
    *others = (struct search_question){.terms = filter->question.terms};
    others->terms.is_more_asked = false;
    others->terms.but = &filter->noted.calls;
    return filter->query.filter.by_note && filter->index &&
           (filter->noted_is_all || !filter->is_more_asked) &&
           noted_find_rows(&filter->noted, filter->connection, filter->index, SIZE_MAX, &more, failure);
}

/* The next matching row of a noted call; NULL at the end. If few calls can match, others are skipped by their ids. */
static const struct noted_row *next_noted(const struct row_filter *filter, size_t *next)
{
    enum { FEW = 8 }; /* at most one call in eight */
    const struct noted *noted = &filter->noted;
    bool are_few = filter->has_calls && filter->calls.count <= noted->count / FEW;
    while (*next < noted->count) {
        const struct noted_row *row = &noted->rows[(*next)++];
        int64_t call = row->compared.call;
        if ((!filter->query.agent || filter->query.agent == row->agent) &&
            (!are_few || search_calls_has(&filter->calls, call, call)) &&
            row_filter_matches_noted(filter, row))
            return row;
    }
    return NULL;
}

static void visit_noted(const struct row_filter *filter, const struct visitor *visitor)
{
    const struct noted_row *row;
    for (size_t next = 0; (row = next_noted(filter, &next));) {
        const struct search_call call = row_columns_call(row->agent, &row->compared);
        visitor->visit(visitor->context, &call, 1);
    }
}

bool list_matches_visit(struct row_filter *filter, search_visit *visit, void *context,
                        struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    struct visitor visitor = {.visit = visit, .context = context, .connection = connection};
    struct search_places places = {0};
    struct search_question others;
    bool done;
    bool is_known = split_noted(filter, &others, failure);
    if (is_known && (filter->noted_is_all || search_index_visit(filter->index, &others, filter->query.agent,
                                                                &connection->interrupted, visit, context))) {
        visit_noted(filter, &visitor);
        done = !connection->interrupted || reader_connection_failed(connection, failure);
    } else if (!is_known && find_places(filter, &places))
        done = each_at(filter, &places, visit_row, &visitor, failure);
    else if (!filter->index || !search_index_visit(filter->index, &filter->question, filter->query.agent,
                                                   &connection->interrupted, visit, context))
        done = filter_is_empty(&filter->query.filter) && !list_query_is_sorted(&filter->query)
                   ? visit_everything(&visitor, connection, failure)
                   : each(filter, visit_row, &visitor, failure);
    else
        done = !connection->interrupted || reader_connection_failed(connection, failure);
    search_question_clear(&others);
    search_places_clear(&places);
    return done;
}

static void count_row(void *context, int64_t agent, sqlite3_stmt *row)
{
    uint64_t *count = context;
    (void)agent;
    (void)row;
    ++*count;
}

bool list_matches_known(struct row_filter *filter, uint64_t *count)
{
    const atomic_bool *stop = &filter->connection->interrupted;
    *count = 0;
    if (filter->index && filter->has_calls && !filter->calls.count)
        return true; /* no call can match */
    return filter->index &&
           search_index_count(filter->index, &filter->question, filter->query.agent, stop, count) && !*stop;
}

static bool count_everything(const struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    int64_t sum;
    bool read = reader_connection_number(filter->connection,
                                         "SELECT sum(recordings) FROM agents WHERE ?1 = 0 OR agent = ?1",
                                         filter->query.agent, &sum, failure);
    *count = read ? (uint64_t)sum : 0;
    return read;
}

static bool count_noted(struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    const atomic_bool *stop = &filter->connection->interrupted;
    struct search_question others;
    *count = 0;
    bool counted = split_noted(filter, &others, failure) &&
                   (filter->noted_is_all ||
                    search_index_count(filter->index, &others, filter->query.agent, stop, count)) &&
                   !*stop;
    for (size_t next = 0; counted && next_noted(filter, &next);)
        ++*count;
    search_question_clear(&others);
    return counted;
}

static bool count_places(struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    struct search_places places;
    *count = 0;
    bool counted = find_places(filter, &places) && each_at(filter, &places, count_row, count, failure);
    search_places_clear(&places);
    return counted;
}

bool list_matches_count(struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    if (filter_is_empty(&filter->query.filter))
        return count_everything(filter, count, failure);
    if (list_matches_known(filter, count) || count_noted(filter, count, failure) ||
        count_places(filter, count, failure))
        return true;
    *count = 0;
    return each(filter, count_row, count, failure);
}
