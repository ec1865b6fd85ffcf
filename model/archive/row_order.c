#include "model/archive/row_order.h"

#include "model/archive/database.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdint.h>
#include <stdlib.h>

/* The rows without a start of one call of an agent. */
struct unplaced {
    int64_t agent;
    int64_t call;
    int64_t place;
};

struct unplaced_list {
    struct unplaced *calls; /* owned */
    size_t count;
    size_t capacity;
    size_t open; /* entries at the end that wait for the first start of their agent */
};

/* Takes the next row in the order of agents and ids. One without a start gets the place of the start before it, or of
 * the first one behind it. */
static void take_row(struct unplaced_list *list, sqlite3_stmt *row, struct unplaced *last)
{
    int64_t agent = sqlite3_column_int64(row, 0), call = sqlite3_column_int64(row, 1);
    if (agent != last->agent) {
        *last = (struct unplaced){agent, 0, TIMESTAMP_NONE};
        list->open = 0;
    }
    if (sqlite3_column_type(row, 2) == SQLITE_INTEGER) {
        last->place = sqlite3_column_int64(row, 2);
        for (; list->open; list->open--)
            list->calls[list->count - list->open].place = last->place;
        return;
    }
    list->calls = memory_grow(list->calls, &list->capacity, list->count + 1, sizeof *list->calls);
    list->calls[list->count++] = (struct unplaced){agent, call, last->place};
    list->open += last->place == TIMESTAMP_NONE;
}

static bool find_unplaced(sqlite3 *database, struct unplaced_list *list, struct failure *failure)
{
    struct unplaced last = {INT64_MIN, 0, TIMESTAMP_NONE};
    int code;
    sqlite3_stmt *rows = database_prepare(
        database, "SELECT agent, call, started FROM recordings ORDER BY agent, call, file", failure);
    if (!rows)
        return false;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW)
        take_row(list, rows, &last);
    bool read = code == SQLITE_DONE || database_failed(database, "read", failure);
    sqlite3_finalize(rows);
    return read;
}

static bool write_places(sqlite3 *database, const struct unplaced_list *list, struct failure *failure)
{
    sqlite3_stmt *update = database_prepare(database,
                                            "UPDATE recordings SET place = ?3 WHERE agent = ?1 AND call = ?2"
                                            " AND typeof(started) <> 'integer'",
                                            failure);
    bool placed = update != NULL;
    for (size_t i = 0; placed && i < list->count; i++) {
        const struct unplaced *row = &list->calls[i];
        database_bind_numbers(update, DATABASE_NUMBERS(row->agent, row->call, row->place));
        placed = database_run(database, update, "write to", failure);
    }
    sqlite3_finalize(update);
    return placed;
}

bool row_order_migrate(sqlite3 *database, struct failure *failure)
{
    static const char has_place[] =
        "SELECT count(*) FROM pragma_table_info('recordings') WHERE name = 'place'";
    struct unplaced_list list = {0};
    bool done =
        (database_integer(database, has_place, 0) > 0 ||
         database_execute(database, "ALTER TABLE recordings ADD COLUMN place INTEGER", failure)) &&
        find_unplaced(database, &list, failure) && write_places(database, &list, failure) &&
        database_execute(database,
                         "CREATE INDEX IF NOT EXISTS by_place ON recordings(agent," ROW_ORDER_PLACE ",call)",
                         failure);
    free(list.calls);
    return done;
}
