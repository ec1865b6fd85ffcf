/* Walking the rows of many agents as one list: a binary heap over one ordered statement an agent. */
#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/query/reader_state.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <string.h>

/* ?2, ?4 and ?3 are the place, (call, start, file). The call is compared by itself, too: by it the rows are
 * found, and only those of one call have to be put in order. */
#define ROWS                                                                                                 \
    "SELECT call, file, started, ended, caller, person, queue, kind FROM recordings WHERE agent = ?1 AND "   \
    "call "
#define AND_START " ?2 OR (call = ?2 AND (" MERGE_START ", file)"
#define UPWARDS " (?4, ?3))) ORDER BY call, " MERGE_START ", file"
#define DOWNWARDS " (?4, ?3))) ORDER BY call DESC, " MERGE_START " DESC, file DESC"

static const char *const form_sql[MERGE_FORMS] = {
    [MERGE_UP] = ROWS ">= ?2 AND (call >" AND_START " >=" UPWARDS,
    [MERGE_UP_STRICT] = ROWS ">= ?2 AND (call >" AND_START " >" UPWARDS,
    [MERGE_DOWN] = ROWS "<= ?2 AND (call <" AND_START " <=" DOWNWARDS,
    [MERGE_DOWN_STRICT] = ROWS "<= ?2 AND (call <" AND_START " <" DOWNWARDS,
};

/* Greater than every kept file name: those are texts, or blobs of at most 16 bytes. */
static const unsigned char above_all_files[17] = {255, 255, 255, 255, 255, 255, 255, 255, 255,
                                                  255, 255, 255, 255, 255, 255, 255, 255};

static sqlite3_stmt *pooled(struct reader *reader, enum merge_form form, size_t index,
                            struct failure *failure)
{
    while (reader->pool_count[form] <= index) {
        sqlite3_stmt *statement = database_prepare(reader->database, form_sql[form], failure);
        if (!statement)
            return NULL;
        reader->pool[form] = memory_grow(reader->pool[form], &reader->pool_capacity[form],
                                         reader->pool_count[form] + 1, sizeof *reader->pool[form]);
        reader->pool[form][reader->pool_count[form]++] = statement;
    }
    return reader->pool[form][index];
}

/* Whether a comes before b in the direction of reading. */
static bool precedes(const struct merge *merge, const struct source *a, const struct source *b)
{
    int64_t call_a = sqlite3_column_int64(a->statement, ROW_CALL);
    int64_t call_b = sqlite3_column_int64(b->statement, ROW_CALL);
    int64_t start_a = database_column_integer(a->statement, ROW_STARTED, TIMESTAMP_NONE);
    int64_t start_b = database_column_integer(b->statement, ROW_STARTED, TIMESTAMP_NONE);
    bool less = call_a != call_b     ? call_a < call_b
                : start_a != start_b ? start_a < start_b
                                     : a->agent < b->agent;
    return merge->down ? !less : less;
}

static void sift_down(struct merge *merge, size_t index)
{
    struct source moving = merge->heap[index];
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

/* Steps a source; false when it has no further row. */
static bool step(struct merge *merge, const struct source *source)
{
    int code = sqlite3_step(source->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        merge->failed = true;
    return code == SQLITE_ROW;
}

void merge_bind_place(sqlite3_stmt *statement, int64_t call, bool high)
{
    sqlite3_bind_int64(statement, 2, call);
    if (high)
        sqlite3_bind_blob(statement, 3, above_all_files, sizeof above_all_files, SQLITE_STATIC);
    else
        sqlite3_bind_int(statement, 3, 0); /* a number is less than every text and blob */
    sqlite3_bind_int64(statement, 4, high ? INT64_MAX : INT64_MIN);
}

/* Binds where an agent's rows begin: rows of the key's call and start belong before or behind the key by
 * their agent. */
static void bind_start(sqlite3_stmt *statement, int64_t agent, const struct recording_key *key,
                       const struct file_key *file, bool down)
{
    bool at_end = !key || agent != key->agent;
    bool high = !key ? down : agent < key->agent;
    sqlite3_bind_int64(statement, 1, agent);
    merge_bind_place(statement, key ? key->queue_call_id : down ? INT64_MAX : INT64_MIN, high);
    if (key)
        sqlite3_bind_int64(statement, 4, key->started);
    if (!at_end)
        file_key_bind(statement, 3, file);
}

/* Moves a source on to where the next match can be, if it does not stand on one. False if there is none. */
static bool skip(struct reader *reader, struct source *source)
{
    struct merge *merge = &reader->merge;
    while (reader->pinned && !reader->interrupted &&
           !reader_row_matches(reader, source->agent, source->statement)) {
        int64_t call = sqlite3_column_int64(source->statement, ROW_CALL);
        struct search_hint hint = {call, source->far};
        bool looking = source->doubtful && (merge->down ? call >= source->far : call <= source->far);
        if (!looking && !reader_next_match(reader, source->agent, call, merge->down, &hint))
            return false;
        if (hint.near != call) {
            sqlite3_reset(source->statement);
            merge_bind_place(source->statement, hint.near, merge->down);
        }
        source->doubtful = true;
        source->far = hint.far;
        if (!step(merge, source))
            return false;
    }
    return true;
}

bool merge_begin(struct reader *reader, const struct recording_key *key, bool down, bool strict,
                 struct failure *failure)
{
    struct merge *merge = &reader->merge;
    enum merge_form form =
        down ? (strict ? MERGE_DOWN_STRICT : MERGE_DOWN) : (strict ? MERGE_UP_STRICT : MERGE_UP);
    merge->heap = memory_grow(merge->heap, &reader->merge_capacity, reader->agent_count, sizeof *merge->heap);
    merge->count = 0;
    merge->down = down;
    merge->failed = false;
    file_key_make(&merge->file, key ? key->file_name : NULL);
    if (key && key->is_distinguished)
        merge->file.distinction = key->distinction;
    for (size_t i = 0; i < reader->agent_count; i++) {
        struct source source = {.agent = reader->agents[i], .statement = pooled(reader, form, i, failure)};
        if (!source.statement)
            return false;
        bind_start(source.statement, source.agent, key, &merge->file, down);
        if (step(merge, &source) && skip(reader, &source))
            merge->heap[merge->count++] = source;
        else
            sqlite3_reset(source.statement);
        if (merge->failed)
            return reader_failed(reader, failure);
    }
    for (size_t i = merge->count / 2; i-- > 0;)
        sift_down(merge, i);
    return true;
}

const struct source *merge_row(const struct reader *reader)
{
    const struct merge *merge = &reader->merge;
    return merge->count && !merge->failed && !reader->interrupted ? &merge->heap[0] : NULL;
}

void merge_advance(struct reader *reader)
{
    struct merge *merge = &reader->merge;
    if (!step(merge, &merge->heap[0]) || !skip(reader, &merge->heap[0])) {
        sqlite3_reset(merge->heap[0].statement);
        merge->heap[0] = merge->heap[--merge->count];
    }
    if (merge->count)
        sift_down(merge, 0);
}

void merge_end(struct reader *reader)
{
    for (size_t i = 0; i < reader->merge.count; i++)
        sqlite3_reset(reader->merge.heap[i].statement);
    reader->merge.count = 0;
}
