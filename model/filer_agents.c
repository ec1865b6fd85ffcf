/* The agents of the archive and what it holds of each. */
#include "model/database.h"
#include "model/filer.h"
#include "model/filer_state.h"
#include "model/timestamp.h"
#include "net/memory.h"

#include <stdlib.h>
#include <string.h>

void filer_agent_clear(struct filer_agent *agent)
{
    free(agent->name);
    free(agent->email);
    free(agent->department);
    free(agent->status);
    coverage_clear(&agent->coverage);
    seen_clear(&agent->seen);
    held_clear(&agent->held);
    memset(agent, 0, sizeof *agent);
}

bool filer_add_agent(struct filer *filer, const struct agent_entry *entry, int64_t *agent,
                     struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    sqlite3_stmt *statement = filer->statements[FILER_ADD_AGENT];
    char reference[300];
    agent_reference_text(reference, sizeof reference, &entry->reference);
    database_bind_text(statement, 1, reference);
    database_bind_text(statement, 2, entry->name ? entry->name : "");
    database_bind_text(statement, 3, entry->email ? entry->email : "");
    database_bind_text(statement, 4, entry->department ? entry->department : "");
    database_bind_text(statement, 5, entry->status ? entry->status : "");
    bool added = sqlite3_step(statement) == SQLITE_ROW;
    if (added)
        *agent = sqlite3_column_int64(statement, 0);
    else
        database_failed(filer->database, "write to", failure);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return added;
}

bool filer_unlist_agents(struct filer *filer, struct failure *failure)
{
    return filer_begin_transaction(filer, failure) &&
           database_execute(filer->database, "UPDATE agents SET listed = 0", failure);
}

bool filer_set_listed_at(struct filer *filer, int64_t listed_at, struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    char *sql = memory_format("INSERT OR REPLACE INTO account(name, value) VALUES('listed', %lld)",
                              (long long)listed_at);
    bool set = database_execute(filer->database, sql, failure);
    free(sql);
    return set;
}

int64_t filer_listed_at(const struct filer *filer)
{
    int64_t listed_at =
        database_integer(filer->database, "SELECT value FROM account WHERE name = 'listed'", TIMESTAMP_NONE);
    return listed_at >= TIMESTAMP_EARLIEST ? listed_at : TIMESTAMP_NONE; /* 1 was written without a time */
}

bool filer_forget_coverage(struct filer *filer, int64_t agent, struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    for (int whole = 0; whole <= 1; whole++) {
        sqlite3_stmt *clear = filer->statements[FILER_CLEAR_COVERAGE];
        sqlite3_bind_int64(clear, 1, agent);
        sqlite3_bind_int(clear, 2, whole);
        if (!database_run(filer->database, clear, "write to", failure))
            return false;
    }
    sqlite3_stmt *tail = filer->statements[FILER_SET_TAIL];
    sqlite3_bind_int64(tail, 1, agent);
    sqlite3_bind_int64(tail, 2, 0);
    sqlite3_bind_null(tail, 3);
    char *sql = memory_format("DELETE FROM purges WHERE agent = %lld", (long long)agent);
    bool forgotten = database_run(filer->database, tail, "write to", failure) &&
                     database_execute(filer->database, sql, failure);
    free(sql);
    return forgotten;
}

bool filer_forget_seen(struct filer *filer, int64_t agent, struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    char *sql = memory_format("UPDATE coverage SET seen = 0 WHERE agent = %lld", (long long)agent);
    bool forgotten = database_execute(filer->database, sql, failure);
    free(sql);
    return forgotten;
}

/* Where the newest final recordings are: below the tail, or, as long as the end was not asked for, in the
 * highest range. */
static struct coverage_range newest_final(const struct filer_agent *agent)
{
    const struct coverage *coverage = &agent->coverage;
    if (agent->as_of == TIMESTAMP_NONE && coverage->count)
        return coverage->ranges[coverage->count - 1];
    return (struct coverage_range){coverage_reaches_down(coverage, agent->tail),
                                   coverage_reaches_up(coverage, agent->tail)};
}

static bool read_anchor(struct filer *filer, struct filer_agent *agent, struct failure *failure)
{
    const struct coverage_range range = newest_final(agent);
    sqlite3_stmt *statement = database_prepare(
        filer->database, "SELECT max(call) FROM recordings WHERE agent = ?1 AND call > ?2 AND call <= ?3",
        failure);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, agent->agent);
    sqlite3_bind_int64(statement, 2, range.lo);
    sqlite3_bind_int64(statement, 3, range.hi);
    bool read = sqlite3_step(statement) == SQLITE_ROW || database_failed(filer->database, "read", failure);
    agent->anchor = read ? sqlite3_column_int64(statement, 0) : 0;
    agent->newest = read ? filer_newest_id(filer, agent->agent) : 0;
    sqlite3_finalize(statement);
    return read;
}

static bool read_extent(struct filer *filer, struct filer_agent *agent, struct failure *failure)
{
    bool read = agent->is_blank || (filer_read_all_seen(filer, agent->agent, &agent->seen, failure) &&
                                    held_read(filer->database, agent->agent, &agent->held, failure));
    if (!read)
        return false;
    seen_cover(&agent->seen, &agent->coverage);
    if (!agent->is_blank && !read_anchor(filer, agent, failure))
        return false;
    agent->fetched_from = held_fetched_from(&agent->held);
    agent->complete_from = held_complete_from(&agent->held);
    agent->complete_until = held_complete_until(&agent->held);
    return true;
}

static char *column_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return memory_text(text ? text : "");
}

static void read_agent(sqlite3_stmt *statement, struct filer_agent *agent)
{
    memset(agent, 0, sizeof *agent);
    agent->agent = sqlite3_column_int64(statement, 0);
    const char *reference = (const char *)sqlite3_column_text(statement, 1);
    agent_reference_parse(&agent->reference, reference ? reference : "");
    agent->name = column_text(statement, 2);
    agent->email = column_text(statement, 3);
    agent->department = column_text(statement, 4);
    agent->status = column_text(statement, 5);
    agent->listed = sqlite3_column_int(statement, 6) != 0;
    agent->recordings = (uint64_t)sqlite3_column_int64(statement, 7);
    agent->tail = sqlite3_column_int64(statement, 8);
    agent->as_of = database_column_integer(statement, 9, TIMESTAMP_NONE);
    agent->lost = (uint64_t)sqlite3_column_int64(statement, 10);
    agent->purged = database_column_integer(statement, 11, TIMESTAMP_NONE);
    agent->purged_to = sqlite3_column_int64(statement, 12);
    agent->unreadable = (uint64_t)sqlite3_column_int64(statement, 13);
    agent->unread_times = (uint64_t)sqlite3_column_int64(statement, 14);
    agent->is_blank = sqlite3_column_int(statement, 15) != 0;
}

bool filer_read_agents(struct filer *filer, int64_t agent, struct filer_agent **agents, size_t *count,
                       struct failure *failure)
{
    *agents = NULL;
    *count = 0;
    size_t capacity = 0;
    sqlite3_stmt *statement = database_prepare(
        filer->database,
        "SELECT agent, reference, name, email, department, status, listed, recordings, tail,"
        " as_of, lost, before, call, elements,"
        " (SELECT count(*) FROM recordings INDEXED BY unread_times WHERE agent = agents.agent"
        " AND (typeof(started) = 'blob' OR typeof(ended) = 'blob')),"
        " recordings = 0 AND as_of IS NULL AND NOT EXISTS(SELECT 1 FROM coverage WHERE agent = agents.agent)"
        " FROM agents LEFT JOIN purges USING(agent) LEFT JOIN unreadable USING(agent)"
        " WHERE ?1 = 0 OR agent = ?1",
        failure);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, agent);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        *agents = memory_grow(*agents, &capacity, *count + 1, sizeof **agents);
        read_agent(statement, &(*agents)[(*count)++]);
    }
    bool read = code == SQLITE_DONE || database_failed(filer->database, "read", failure);
    sqlite3_finalize(statement);
    for (size_t i = 0; read && i < *count; i++)
        read = read_extent(filer, &(*agents)[i], failure);
    return read;
}
