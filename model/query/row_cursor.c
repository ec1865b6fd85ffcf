#include "model/query/row_cursor.h"

#include "model/query/row_columns.h"

/* The start of a row as it counts in the order of a list; without one a row comes before all others. */
#define START "CASE typeof(started) WHEN 'integer' THEN started ELSE -9223372036854775808 END"

/* ?2, ?4 and ?3 are the place, (call, start, file). The call is compared by itself, too: by it the rows are
 * found, and only those of one call have to be put in order. */
#define ROWS "SELECT " ROW_COLUMNS ROW_OF_AGENT " AND call "
#define AND_START " ?2 OR (call = ?2 AND (" START ", file)"
#define UPWARDS " (?4, ?3))) ORDER BY call, " START ", file"
#define DOWNWARDS " (?4, ?3))) ORDER BY call DESC, " START " DESC, file DESC"

static const char *const up_sql[] = {ROWS ">= ?2 AND (call >" AND_START " >=" UPWARDS,
                                     ROWS ">= ?2 AND (call >" AND_START " >" UPWARDS};
static const char *const down_sql[] = {ROWS "<= ?2 AND (call <" AND_START " <=" DOWNWARDS,
                                       ROWS "<= ?2 AND (call <" AND_START " <" DOWNWARDS};

/* Greater than every kept file name: those are texts, or blobs of at most 16 bytes. */
static const unsigned char above_all_files[17] = {255, 255, 255, 255, 255, 255, 255, 255, 255,
                                                  255, 255, 255, 255, 255, 255, 255, 255};

struct row_place row_place_make(const struct recording_key *key, bool down, bool strict)
{
    struct row_place place = {.key = key, .down = down, .strict = strict};
    file_key_make(&place.file, key ? key->file_name : NULL);
    if (key && key->is_distinguished)
        place.file.distinction = key->distinction;
    return place;
}

const char *row_cursor_sql(const struct row_place *place)
{
    return (place->down ? down_sql : up_sql)[place->strict];
}

/* Binds the place before or behind all rows of an id; `high`: the one with the greater starts. */
static void bind_place(sqlite3_stmt *statement, int64_t call, bool high)
{
    sqlite3_bind_int64(statement, 2, call);
    if (high)
        sqlite3_bind_blob(statement, 3, above_all_files, sizeof above_all_files, SQLITE_STATIC);
    else
        sqlite3_bind_int(statement, 3, 0); /* a number is less than every text and blob */
    sqlite3_bind_int64(statement, 4, high ? INT64_MAX : INT64_MIN);
}

void row_cursor_bind(const struct row_cursor *cursor, const struct row_place *place)
{
    const struct recording_key *key = place->key;
    sqlite3_bind_int64(cursor->statement, 1, cursor->agent);
    if (!key) {
        bind_place(cursor->statement, place->down ? INT64_MAX : INT64_MIN, place->down);
        return;
    }
    /* rows of the key's call and start belong before or behind the key by their agent */
    bind_place(cursor->statement, key->queue_call_id, cursor->agent < key->agent);
    sqlite3_bind_int64(cursor->statement, 4, key->started);
    if (cursor->agent == key->agent)
        file_key_bind(cursor->statement, 3, &place->file);
}

bool row_cursor_skip(struct row_cursor *cursor, struct row_filter *filter, bool down)
{
    int64_t call = sqlite3_column_int64(cursor->statement, ROW_CALL);
    struct search_hint hint = {call, cursor->far};
    bool looking = cursor->doubtful && (down ? call >= cursor->far : call <= cursor->far);
    if (!filter->index || looking)
        return true;
    if (!search_index_next(filter->index, &filter->question, cursor->agent, call, down, &hint))
        return false;
    if (hint.near != call) {
        sqlite3_reset(cursor->statement);
        bind_place(cursor->statement, hint.near, down);
    }
    cursor->doubtful = true;
    cursor->far = hint.far;
    return true;
}
