/* Between which rows of a page recordings may be missing. */
#include "model/coverage/coverage.h"
#include "model/query/reader_state.h"
#include "net/base/memory.h"

#include <stdlib.h>

/* One agent while the rows of a page are looked at, the oldest first. */
struct agent_rows {
    bool known;               /* the coverage has been read */
    bool seen;                /* one of its rows has been looked at */
    int64_t before;           /* the id of the last one */
    struct coverage coverage; /* and all above the tail, if its end has been read */
};

static int compare_agents(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static bool read_agent(struct reader *reader, int64_t agent, struct agent_rows *rows, struct failure *failure)
{
    sqlite3_stmt *ranges = reader->lookups[LOOKUP_COVERAGE], *tail = reader->lookups[LOOKUP_TAIL];
    int code;
    sqlite3_bind_int64(ranges, 1, agent);
    while ((code = sqlite3_step(ranges)) == SQLITE_ROW)
        coverage_add(&rows->coverage, sqlite3_column_int64(ranges, 0), sqlite3_column_int64(ranges, 1));
    bool read = code == SQLITE_DONE || reader_failed(reader, failure);
    sqlite3_reset(ranges);
    sqlite3_bind_int64(tail, 1, agent);
    if (read && (code = sqlite3_step(tail)) == SQLITE_ROW)
        coverage_add(&rows->coverage, sqlite3_column_int64(tail, 0), INT64_MAX);
    read = read && (code == SQLITE_ROW || code == SQLITE_DONE || reader_failed(reader, failure));
    sqlite3_reset(tail);
    rows->known = read;
    return read;
}

/* What is known of the agent of a row. NULL with *failure filled. */
static struct agent_rows *rows_of(struct reader *reader, struct agent_rows *all, int64_t agent,
                                  struct failure *failure)
{
    const int64_t *at = bsearch(&agent, reader->agents, reader->agent_count, sizeof agent, compare_agents);
    struct agent_rows *rows = &all[at - reader->agents];
    return rows->known || read_agent(reader, agent, rows, failure) ? rows : NULL;
}

/* Whether a row that is walked down matches. If not, reading goes on where the next match can be; false in
 * *goes_on if there is none. */
static bool match_or_skip(struct reader *reader, int64_t agent, sqlite3_stmt *statement, int64_t *far,
                          bool *goes_on)
{
    int64_t call = sqlite3_column_int64(statement, ROW_CALL);
    struct search_hint hint = {call, *far};
    if (reader_row_matches(reader, agent, statement))
        return true;
    if (!reader->pinned || call >= *far)
        return false;
    *goes_on = reader_next_match(reader, agent, call, true, &hint);
    *far = hint.far;
    if (*goes_on && hint.near != call) {
        sqlite3_reset(statement);
        merge_bind_place(statement, hint.near, true);
    }
    return false;
}

/* Whether the agent has a row of the list before this one with an id at or above `least`. Behind the page
 * nothing but the archive can tell; it is read no further than to the answer. */
static bool has_row_before(struct reader *reader, const struct listed_recording *row, int64_t least,
                           bool *has, struct failure *failure)
{
    sqlite3_stmt *statement = reader_lookup(reader, LOOKUP_BEFORE, failure);
    struct file_key file;
    int64_t far = INT64_MAX; /* down to here rows are looked at one by one */
    bool goes_on = true;
    int code = SQLITE_DONE;
    if (!statement)
        return false;
    file_key_make(&file, row->recording.file_name);
    file.distinction = row->recording.distinction;
    sqlite3_bind_int64(statement, 1, row->agent);
    sqlite3_bind_int64(statement, 2, row->recording.queue_call_id);
    file_key_bind(statement, 3, &file);
    sqlite3_bind_int64(statement, 4, row->recording.started);
    *has = false;
    while (!*has && goes_on && !reader->interrupted && (code = sqlite3_step(statement)) == SQLITE_ROW &&
           sqlite3_column_int64(statement, 0) >= least)
        *has = match_or_skip(reader, row->agent, statement, &far, &goes_on);
    bool failed = (code != SQLITE_ROW && code != SQLITE_DONE) || reader->interrupted;
    bool done = !failed || reader_failed(reader, failure);
    sqlite3_reset(statement);
    return done;
}

/* `goes_on`: the list has rows before those of the page. Ids from 1 on are asked of the server. */
static bool mark(struct reader *reader, struct listed_recording *row, struct agent_rows *rows, bool goes_on,
                 struct failure *failure)
{
    int64_t id = row->recording.queue_call_id;
    int64_t reached = coverage_reaches_down(&rows->coverage, id); /* all of (reached, id] is there */
    bool joined = id <= 0 || reached <= 0 || (rows->seen && rows->before >= reached);
    if (!joined && !rows->seen && goes_on && !has_row_before(reader, row, reached, &joined, failure))
        return false;
    row->gap_before = !joined;
    rows->seen = true;
    rows->before = id;
    return true;
}

bool reader_mark_gaps(struct reader *reader, const struct list_query *query, struct page *page,
                      struct failure *failure)
{
    bool goes_on = query->oldest_first ? page->more_above : page->more_below;
    struct agent_rows *all = memory_array(reader->agent_count, sizeof *all);
    bool marked = true;
    for (size_t i = 0; i < page->count && marked; i++) {
        struct listed_recording *row = &page->rows[query->oldest_first ? i : page->count - 1 - i];
        struct agent_rows *rows = rows_of(reader, all, row->agent, failure);
        marked = rows && mark(reader, row, rows, goes_on, failure);
    }
    for (size_t i = 0; i < reader->agent_count; i++)
        coverage_clear(&all[i].coverage);
    free(all);
    return marked;
}
