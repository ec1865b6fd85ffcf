#include "model/archive/writer_purge.h"

#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_gone.h"
#include "model/archive/writer_release.h"
#include "model/archive/writer_settled.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "model/coverage/time_coverage.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define PART 5000 /* recordings that are counted in one part */
#define NOT_HELD " AND NOT is_held(call, file) "

/* Counts of a part of the history. */
struct part {
    int64_t last; /* its last id; INT64_MAX: it is the last part */
    uint64_t dated;
    uint64_t undated;
    uint64_t unread;
    uint64_t expired;
    int64_t greatest; /* id of the expired ones */
    int64_t greatest_undated;
    int64_t oldest; /* start of those that stay; INT64_MAX: none */
    uint64_t held;  /* expired, but on hold */
};

static bool find_end(struct writer *writer, const struct writer_purge *purge, struct part *part,
                     struct failure *failure)
{
    sqlite3_stmt *statement = statements_bound(
        &writer->statements,
        "SELECT call FROM recordings WHERE agent = ?1 AND call >= ?2 ORDER BY call, file LIMIT 1 OFFSET ?3",
        DATABASE_NUMBERS(purge->agent, purge->from, PART), failure);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    part->last = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : INT64_MAX;
    return database_done(writer->database, statement, code, failure);
}

static bool count_part(struct writer *writer, const struct writer_purge *purge, struct part *part,
                       struct failure *failure)
{
    sqlite3_stmt *statement =
        statements_bound(&writer->statements,
                         "SELECT count(CASE WHEN typeof(started) = 'integer' THEN 1 END),"
                         " count(CASE WHEN started IS NULL" NOT_HELD "THEN 1 END),"
                         " count(CASE WHEN started < ?4" NOT_HELD "THEN 1 END),"
                         " max(CASE WHEN started < ?4" NOT_HELD "THEN call END),"
                         " max(CASE WHEN started IS NULL" NOT_HELD "THEN call END),"
                         " count(CASE WHEN typeof(started) = 'blob' THEN 1 END),"
                         " min(CASE WHEN typeof(started) = 'integer' AND started >= ?4 THEN started END),"
                         " count(CASE WHEN started < ?4 AND is_held(call, file) THEN 1 END) FROM recordings"
                         " WHERE agent = ?1 AND call >= ?2 AND call <= ?3",
                         DATABASE_NUMBERS(purge->agent, purge->from, part->last, purge->before), failure);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    part->dated = (uint64_t)sqlite3_column_int64(statement, 0);
    part->undated = (uint64_t)sqlite3_column_int64(statement, 1);
    part->expired = (uint64_t)sqlite3_column_int64(statement, 2);
    part->greatest = sqlite3_column_int64(statement, 3);
    part->greatest_undated = database_column_integer(statement, 4, INT64_MIN);
    part->unread = (uint64_t)sqlite3_column_int64(statement, 5);
    part->oldest = database_column_integer(statement, 6, INT64_MAX);
    part->held = (uint64_t)sqlite3_column_int64(statement, 7);
    return database_done(writer->database, statement, code, failure);
}

/* Raises the tail to the last purged id, so that the end is not asked for below it, but not above what is final: there
 * more recordings may still appear. */
static bool raise_head_from(struct writer *writer, const struct archive_agent *agent, int64_t up_to,
                            struct failure *failure)
{
    if (agent->as_of == TIMESTAMP_NONE || up_to <= agent->head_from)
        return true;
    int64_t settled = writer_settled_id(writer, agent->agent, agent->as_of - writer->settle);
    if (settled < 1)
        settled = 1; /* never complete from the first id on */
    return writer_run(writer, WRITER_RAISE_HEAD,
                      DATABASE_NUMBERS(agent->agent, settled < up_to ? settled : up_to), failure);
}

/* Records what was purged if everything since `before` was there before the purge, since it still is. `agent` is its
 * state before the purge. */
static bool claim_rest(struct writer *writer, const struct writer_purge *purge,
                       const struct archive_agent *agent, int64_t up_to, struct failure *failure)
{
    if (!time_coverage_since(&agent->times, purge->before))
        return database_run_with(writer->database, "DELETE FROM purges WHERE agent = ?1",
                                 DATABASE_NUMBERS(purge->agent), failure);
    if (agent->purged != TIMESTAMP_NONE && agent->purged_to > up_to)
        up_to = agent->purged_to;
    return database_run_with(writer->database,
                             "INSERT OR REPLACE INTO purges(agent, before, call) VALUES(?1, ?2, ?3)",
                             DATABASE_NUMBERS(purge->agent, purge->before, up_to), failure);
}

/* Rows of a part to be deleted. */
struct doomed {
    const char *which; /* condition in SQL; ?4 is the purge's `before` */
    int64_t greatest;  /* id of them */
    uint64_t count;
};

static bool delete_those(struct writer *writer, const struct writer_purge *purge, const struct doomed *doomed,
                         struct failure *failure)
{
    const int64_t numbers[] = {purge->agent, purge->from, doomed->greatest, purge->before};
    static const char from[] = "FROM recordings WHERE agent = ?1 AND call >= ?2 AND call <= ?3";
    char *list = memory_format("SELECT call, file %s AND %s", from, doomed->which);
    char *delete = memory_format("DELETE %s AND %s", from, doomed->which);
    bool done = writer_note_gone_all(writer, list, numbers, 4, failure) &&
                database_run_with(writer->database, delete, numbers, 4, failure);
    free(list);
    free(delete);
    return done;
}

static bool delete_rows(struct writer *writer, const struct writer_purge *purge, const struct doomed *doomed,
                        struct failure *failure)
{
    struct archive_agent *agent;
    size_t agents;
    if (!writer_read_agents(writer, purge->agent, &agent, &agents, failure))
        return false;
    int64_t up_to = doomed->greatest > 1 ? doomed->greatest : 1; /* never complete from the first id on */
    change_log_note(&writer->changes, purge->agent, purge->from, doomed->greatest);
    bool done = agents == 1 && raise_head_from(writer, agent, up_to, failure) &&
                delete_those(writer, purge, doomed, failure) &&
                writer_uncover(writer, purge->agent, INT64_MIN, up_to, failure) &&
                claim_rest(writer, purge, agent, up_to, failure) &&
                writer_run(writer, WRITER_CHANGE_COUNT,
                           DATABASE_NUMBERS(purge->agent, -(int64_t)doomed->count), failure) &&
                writer_note_traces(writer, failure);
    for (size_t i = 0; i < agents; i++)
        archive_agent_clear(&agent[i]);
    free(agent);
    return done;
}

static bool delete_expired(struct writer *writer, const struct writer_purge *purge, const struct part *part,
                           struct failure *failure)
{
    const struct doomed doomed = {"started < ?4" NOT_HELD, part->greatest, part->expired};
    return delete_rows(writer, purge, &doomed, failure);
}

static bool delete_undated(struct writer *writer, struct writer_purge *purge, struct failure *failure)
{
    const struct doomed doomed = {"?4 > 0 AND started IS NULL" NOT_HELD, purge->greatest_undated,
                                  purge->undated};
    purge->from = INT64_MIN;
    return delete_rows(writer, purge, &doomed, failure);
}

/* If no row with a start is left, rows without one are deleted, too; not if a start cannot be read, for that may be a
 * new one. */
static bool finish(struct writer *writer, struct writer_purge *purge, struct failure *failure)
{
    purge->done = true;
    if (!purge->dry_run && !writer_drop_agent(writer, purge->agent, true, failure))
        return false;
    if (purge->expired == 0 || purge->expired < purge->dated || purge->undated == 0 || purge->unread > 0)
        return true;
    purge->expired += purge->undated;
    return purge->dry_run || delete_undated(writer, purge, failure);
}

uint64_t writer_purge_file(const char *file)
{
    struct file_key key;
    file_key_make(&key, *file ? file : NULL);
    return file_key_hash(&key);
}

bool writer_purge(struct writer *writer, struct writer_purge *purge, struct failure *failure)
{
    struct part part;
    if (purge->call) {
        purge->done = true;
        return writer_release(writer, purge->call, purge->file, &purge->expired, failure);
    }
    if (!purge->begun)
        purge->from = INT64_MIN;
    purge->begun = true;
    if (!writer_begin_transaction(writer, failure) || !find_end(writer, purge, &part, failure) ||
        !count_part(writer, purge, &part, failure))
        return false;
    purge->dated += part.dated;
    purge->undated += part.undated;
    purge->unread += part.unread;
    purge->expired += part.expired;
    purge->held += part.held;
    if (part.oldest != INT64_MAX && (!purge->oldest || part.oldest < purge->oldest))
        purge->oldest = part.oldest;
    if (part.undated)
        purge->greatest_undated = part.greatest_undated;
    if (part.expired && !purge->dry_run && !delete_expired(writer, purge, &part, failure))
        return false;
    if (part.last == INT64_MAX)
        return finish(writer, purge, failure);
    purge->from = part.last + 1;
    return true;
}

void writer_purge_tell(struct writer *writer, const struct writer_purge *purge)
{
    if (purge->call && writer->holder.released)
        writer->holder.released(writer->holder.context, purge->call, purge->file);
}
