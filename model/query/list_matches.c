#include "model/query/list_matches.h"

#include "model/archive/database.h"
#include "model/query/row_columns.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define OF_CALLS " AND call >= ?2 AND call <= ?3"

/* Takes each row, in any order: with its queue, start and end. */
typedef void take_row(void *context, int64_t agent, sqlite3_stmt *row);

static bool each(const struct row_filter *filter, take_row *take, void *context, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    bool is_compared = !filter_is_empty(&filter->query.filter);
    sqlite3_stmt *statement =
        reader_connection_statement(connection,
                                    is_compared ? "SELECT " ROW_COLUMNS ROW_OF_AGENT OF_CALLS
                                                : "SELECT " ROW_COUNTED ROW_OF_AGENT OF_CALLS,
                                    failure);
    const struct search_calls *calls = &filter->calls; /* if there are any, no others match */
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

/* Who visits the rows. */
struct visitor {
    search_visit *visit;
    void *context;
};

/* As the index has it. */
static void visit_row(void *context, int64_t agent, sqlite3_stmt *row)
{
    const struct visitor *visitor = context;
    int64_t started = database_column_integer(row, ROW_STARTED, TIMESTAMP_NONE);
    int64_t ended = database_column_integer(row, ROW_ENDED, TIMESTAMP_NONE);
    visitor->visit(visitor->context, &(struct search_call){.agent = agent,
                                                           .queue = sqlite3_column_int64(row, ROW_QUEUE),
                                                           .started = search_terms_start(started),
                                                           .length = search_terms_length(started, ended)});
}

/* A call in the list of an agent. */
struct place {
    int64_t agent, call;
};

enum { MOST_PLACES = 50000 }; /* of more it is faster to read all rows */

struct places {
    struct place *places; /* owned */
    size_t count, capacity;
    atomic_bool too_many;
};

/* Rows of a call come one after the other. */
static void add_place(void *context, const struct search_call *call)
{
    struct places *places = context;
    const struct place *last = places->count ? &places->places[places->count - 1] : NULL;
    if (last && last->agent == call->agent && last->call == call->call)
        return;
    places->places =
        memory_grow(places->places, &places->capacity, places->count + 1, sizeof *places->places);
    places->places[places->count++] = (struct place){call->agent, call->call};
    places->too_many = places->count == MOST_PLACES;
}

static bool each_at(const struct row_filter *filter, const struct places *places, take_row *take,
                    void *context, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    sqlite3_stmt *statement =
        reader_connection_statement(connection, "SELECT " ROW_COLUMNS ROW_OF_AGENT " AND call = ?2", failure);
    bool done = statement != NULL;
    for (size_t i = 0; done && i < places->count; i++) {
        const struct place *place = &places->places[i];
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

/* Where the filter asks for more than the index knows: it tells of all calls but some, of which the rows are looked
 * at. */
struct split {
    struct search_question sure;   /* their tests are owned */
    struct search_question unsure; /* may match */
    struct places places;          /* those */
    bool is_sure_of_none;          /* all matches are among those */
};

static void split_clear(struct split *split)
{
    search_question_clear(&split->sure);
    search_question_clear(&split->unsure);
    free(split->places.places);
}

/* False where the index cannot tell, or reading all rows is faster. */
static bool split_make(struct split *split, struct row_filter *filter)
{
    *split = (struct split){.sure.terms = filter->question.terms, .unsure.terms = filter->question.terms};
    if (!filter->index || search_terms_are_exact(&filter->question.terms))
        return false;
    split->unsure.takes_candidates = true;
    split->is_sure_of_none = filter->is_more_asked || filter->noted_is_all;
    if (!filter->is_more_asked) {
        split->sure.terms.is_more_asked = false;
        split->sure.terms.but = &filter->noted;
        split->unsure.terms.calls = &filter->noted;
    }
    return search_index_visit(filter->index, &split->unsure, filter->query.agent, &split->places.too_many,
                              add_place, &split->places) &&
           !split->places.too_many;
}

static bool visit_split(struct split *split, struct row_filter *filter, struct visitor *visitor,
                        struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    bool visited = split->is_sure_of_none ||
                   search_index_visit(filter->index, &split->sure, filter->query.agent,
                                      &connection->interrupted, visitor->visit, visitor->context);
    if (!visited)
        return each(filter, visit_row, visitor, failure);
    if (connection->interrupted)
        return reader_connection_failed(connection, failure);
    return each_at(filter, &split->places, visit_row, visitor, failure);
}

bool list_matches_visit(struct row_filter *filter, search_visit *visit, void *context,
                        struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    struct visitor visitor = {visit, context};
    struct split split;
    bool done;
    if (split_make(&split, filter))
        done = visit_split(&split, filter, &visitor, failure);
    else if (!filter->index || !search_index_visit(filter->index, &filter->question, filter->query.agent,
                                                   &connection->interrupted, visit, context))
        done = each(filter, visit_row, &visitor, failure);
    else
        done = !connection->interrupted || reader_connection_failed(connection, failure);
    split_clear(&split);
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

static bool count_split(struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    struct split split;
    const atomic_bool *stop = &filter->connection->interrupted;
    *count = 0;
    bool counted = split_make(&split, filter) &&
                   (split.is_sure_of_none ||
                    search_index_count(filter->index, &split.sure, filter->query.agent, stop, count)) &&
                   !*stop && each_at(filter, &split.places, count_row, count, failure);
    split_clear(&split);
    return counted;
}

bool list_matches_count(struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    if (filter_is_empty(&filter->query.filter))
        return count_everything(filter, count, failure);
    if (list_matches_known(filter, count) || count_split(filter, count, failure))
        return true;
    *count = 0;
    return each(filter, count_row, count, failure);
}
