#include "model/query/row_merge.h"

#include "model/archive/database.h"
#include "model/query/row_columns.h"
#include "net/base/memory.h"

#include <stdlib.h>

void row_merge_clear(struct row_merge *merge)
{
    for (size_t form = 0; form < ROW_CURSOR_FORMS; form++)
        free(merge->pools[form].statements);
    free(merge->heap);
}

static sqlite3_stmt *pooled(struct row_merge *merge, const struct row_place *place, size_t index,
                            struct failure *failure)
{
    const char *sql = row_cursor_sql(place, merge->filter);
    struct row_statements *pool = merge->pools;
    while (pool->sql && pool->sql != sql)
        pool++;
    pool->sql = sql;
    while (pool->count <= index) {
        sqlite3_stmt *statement = database_prepare(merge->filter->connection->database, sql, failure);
        if (!statement)
            return NULL;
        pool->statements =
            memory_grow(pool->statements, &pool->capacity, pool->count + 1, sizeof *pool->statements);
        pool->statements[pool->count++] = statement;
    }
    return pool->statements[index];
}

void row_merge_prepare(struct row_merge *merge)
{
    const struct row_place newest = row_place_make(NULL, true, false);
    struct failure ignored; /* the first page reports it */
    pooled(merge, &newest, 0, &ignored);
}

/* Whether a's row comes before b's in the direction of reading. */
static bool precedes(const struct row_merge *merge, const struct row_cursor *a, const struct row_cursor *b)
{
    int64_t place_a = sqlite3_column_int64(a->statement, ROW_PLACE);
    int64_t place_b = sqlite3_column_int64(b->statement, ROW_PLACE);
    int64_t call_a = sqlite3_column_int64(a->statement, ROW_CALL);
    int64_t call_b = sqlite3_column_int64(b->statement, ROW_CALL);
    bool less = place_a != place_b ? place_a < place_b
                : call_a != call_b ? call_a < call_b
                                   : a->agent < b->agent;
    return merge->down ? !less : less;
}

static void sift_down(struct row_merge *merge, size_t index)
{
    struct row_cursor moving = merge->heap[index];
    for (;;) {
        size_t child = 2 * index + 1;
        if (child >= merge->count)
            break;
        if (child + 1 < merge->count && precedes(merge, &merge->heap[child + 1], &merge->heap[child]))
            child++;
        if (precedes(merge, &moving, &merge->heap[child]))
            break;
        merge->heap[index] = merge->heap[child];
        index = child;
    }
    merge->heap[index] = moving;
}

/* Steps a cursor; false when it has no further row. */
static bool step(struct row_merge *merge, const struct row_cursor *cursor)
{
    int code = sqlite3_step(cursor->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        merge->failed = true;
    return code == SQLITE_ROW;
}

/* Steps a cursor to its next row; with an index, to its next row that matches. False if there is none. */
static bool advance(struct row_merge *merge, struct row_cursor *cursor)
{
    struct row_filter *filter = merge->filter;
    if (!step(merge, cursor))
        return false;
    while (filter->index && !merge->filter->connection->interrupted &&
           !row_filter_matches(filter, cursor->agent, cursor->statement)) {
        if (!row_cursor_skip(cursor, filter, merge->down) || !step(merge, cursor))
            return false;
    }
    return true;
}

static void reset(struct row_merge *merge)
{
    for (size_t i = 0; i < merge->count; i++)
        sqlite3_reset(merge->heap[i].statement);
    merge->count = 0;
}

static bool add(struct row_merge *merge, const struct row_place *place, size_t index, struct failure *failure)
{
    struct row_cursor cursor = {.agent = merge->filter->connection->agents[index],
                                .statement = pooled(merge, place, index, failure)};
    if (!cursor.statement)
        return false;
    row_cursor_bind(&cursor, place, merge->filter);
    if (advance(merge, &cursor))
        merge->heap[merge->count++] = cursor;
    else
        sqlite3_reset(cursor.statement);
    return !merge->failed || reader_connection_failed(merge->filter->connection, failure);
}

bool row_merge_begin(struct row_merge *merge, const struct row_place *place, struct failure *failure)
{
    size_t count = merge->filter->connection->agent_count;
    merge->heap = memory_grow(merge->heap, &merge->capacity, count, sizeof *merge->heap);
    merge->count = 0;
    merge->down = place->down;
    merge->failed = false;
    for (size_t i = 0; i < count; i++) {
        if (!add(merge, place, i, failure)) {
            reset(merge);
            return false;
        }
    }
    for (size_t i = merge->count / 2; i-- > 0;)
        sift_down(merge, i);
    return true;
}

bool row_merge_end(struct row_merge *merge, struct failure *failure)
{
    struct reader_connection *connection = merge->filter->connection;
    bool failed = merge->failed || connection->interrupted;
    bool done = !failed || reader_connection_failed(connection, failure); /* before the resets forget it */
    reset(merge);
    return done;
}

const struct row_cursor *row_merge_row(const struct row_merge *merge)
{
    return merge->count && !merge->failed && !merge->filter->connection->interrupted ? &merge->heap[0] : NULL;
}

void row_merge_advance(struct row_merge *merge)
{
    if (!advance(merge, &merge->heap[0])) {
        sqlite3_reset(merge->heap[0].statement);
        merge->heap[0] = merge->heap[--merge->count];
    }
    if (merge->count)
        sift_down(merge, 0);
}
