/* The agents of the archive and what it holds of each. */
#include "model/archive/database.h"
#include "model/archive/filer.h"
#include "model/archive/filer_state.h"
#include "model/archive/held_read.h"
#include "model/archive/identity.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void filer_agent_clear(struct filer_agent *agent)
{
    free(agent->name);
    free(agent->email);
    free(agent->department);
    free(agent->status);
    free(agent->references);
    coverage_clear(&agent->coverage);
    seen_clear(&agent->seen);
    held_clear(&agent->held);
    memset(agent, 0, sizeof *agent);
}

static void note_named(struct filer *filer, int64_t agent)
{
    filer->named =
        memory_grow(filer->named, &filer->named_capacity, filer->named_count + 1, sizeof *filer->named);
    filer->named[filer->named_count++] = agent;
}

bool filer_drop_agent(struct filer *filer, int64_t agent, bool unlisted, struct failure *failure)
{
    static const char drop[] =
        "DELETE FROM agents WHERE agent = %lld AND as_of IS NULL AND listed < %d AND NOT"
        " EXISTS(SELECT 1 FROM recordings WHERE recordings.agent = agents.agent) AND NOT"
        " EXISTS(SELECT 1 FROM coverage WHERE coverage.agent = agents.agent)";
    static const char forget[] = "DELETE FROM identities WHERE agent = %lld";
    if (!filer_begin_transaction(filer, failure))
        return false;
    char *sql = memory_format(drop, (long long)agent, unlisted ? 1 : 2);
    bool done = database_execute(filer->database, sql, failure);
    free(sql);
    if (!done || sqlite3_changes(filer->database) == 0)
        return done;
    sql = memory_format(forget, (long long)agent);
    done = database_execute(filer->database, sql, failure);
    free(sql);
    return done;
}

/* Where that fails they stay. */
void filer_drop_named(struct filer *filer)
{
    struct failure failure;
    bool done = true;
    for (size_t i = 0; done && i < filer->named_count; i++)
        done = filer_drop_agent(filer, filer->named[i], false, &failure);
    if (!done || !filer_commit(filer, &failure))
        filer_rollback(filer);
}

bool filer_add_agent(struct filer *filer, const struct agent_entry *entry, int64_t *agent,
                     struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    bool merged = false;
    if (!identity_find(filer->identity, entry, agent, &merged, failure) ||
        (merged && !filer_note_merge(filer, failure)))
        return false;
    sqlite3_stmt *statement = filer->statements[*agent ? FILER_RENEW_AGENT : FILER_ADD_AGENT];
    char reference[IDENTITY_SIZE];
    agent_reference_text(reference, sizeof reference, &entry->reference);
    database_bind_text(statement, 1, reference);
    database_bind_text(statement, 2, entry->name ? entry->name : "");
    database_bind_text(statement, 3, entry->email ? entry->email : "");
    database_bind_text(statement, 4, entry->department ? entry->department : "");
    database_bind_text(statement, 5, entry->status ? entry->status : "");
    if (*agent)
        sqlite3_bind_int64(statement, 1, *agent);
    bool added = database_run(filer->database, statement, "write to", failure);
    if (added && !*agent) {
        *agent = sqlite3_last_insert_rowid(filer->database);
        if (entry->is_named)
            note_named(filer, *agent);
    }
    return added && identity_note(filer->identity, entry, *agent, failure);
}

bool filer_note_merge(struct filer *filer, struct failure *failure)
{
    filer->others_changed = true;
    if (!filer_read_merged(filer, failure))
        return false;
    for (size_t i = 0; i < filer->merged_count; i++) {
        change_log_note(&filer->changes, filer->merged[i].agent, INT64_MIN, INT64_MAX);
        change_log_note(&filer->changes, filer->merged[i].other, INT64_MIN, INT64_MAX);
    }
    for (size_t i = 0; i < FILER_WALKS; i++)
        filer->walks[i].agent = filer_merged_agent(filer, filer->walks[i].agent);
    return true;
}

/* The number of an agent, where its reference is one. */
static int64_t number_of(struct filer *filer, int64_t agent)
{
    struct failure unread;
    struct agent_reference reference;
    int64_t number = RECORDING_NO_NUMBER;
    sqlite3_stmt *statement =
        database_prepare(filer->database, "SELECT reference FROM agents WHERE agent = ?1", &unread);
    sqlite3_bind_int64(statement, 1, agent);
    if (statement && sqlite3_step(statement) == SQLITE_ROW &&
        agent_reference_parse(&reference, (const char *)sqlite3_column_text(statement, 0)))
        number = agent_reference_number(&reference);
    sqlite3_finalize(statement);
    return number;
}

void filer_note_named(struct filer *filer, struct filed_answer *answer, const struct recording *recording)
{
    int64_t number = recording->agent_id;
    if (number == RECORDING_NO_NUMBER || filer->traits.mixes_agents)
        return;
    if (answer->named == RECORDING_NO_NUMBER)
        answer->named = number_of(filer, answer->agent);
    if (answer->named == RECORDING_NO_NUMBER)
        answer->named = number;
    if (answer->named != number)
        filer->traits.mixes_agents = filer->others_changed = true;
}

bool filer_learn_agent(struct filer *filer, struct filed_answer *answer, struct failure *failure)
{
    bool merged = false;
    if (!identity_learn(filer->identity, answer->agent, &merged, failure) ||
        (merged && !filer_note_merge(filer, failure)))
        return false;
    answer->agent = filer_merged_agent(filer, answer->agent);
    return true;
}

bool filer_take_others(struct filer *filer)
{
    bool others_changed = filer->others_changed;
    filer->others_changed = false;
    return others_changed;
}

struct filer_merged *filer_merged(const struct filer *filer, size_t *count)
{
    *count = filer->merged_count;
    struct filer_merged *merged = memory_array(*count + 1, sizeof *merged);
    if (*count)
        memcpy(merged, filer->merged, *count * sizeof *merged);
    return merged;
}

bool filer_read_merged(struct filer *filer, struct failure *failure)
{
    sqlite3_stmt *statement = filer->statements[FILER_READ_MERGED];
    int code;
    filer->merged_count = 0;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        filer->merged = memory_grow(filer->merged, &filer->merged_capacity, filer->merged_count + 1,
                                    sizeof *filer->merged);
        filer->merged[filer->merged_count++] =
            (struct filer_merged){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    }
    sqlite3_reset(statement);
    return code == SQLITE_DONE || database_failed(filer->database, "read", failure);
}

int64_t filer_merged_agent(const struct filer *filer, int64_t agent)
{
    for (size_t i = 0; i < filer->merged_count; i++) {
        if (filer->merged[i].agent == agent)
            return filer->merged[i].other;
    }
    return agent;
}

bool filer_unlist_agents(struct filer *filer, struct failure *failure)
{
    return filer_begin_transaction(filer, failure) &&
           database_execute(filer->database, "UPDATE agents SET listed = 0", failure);
}

int64_t filer_spent_up_to(const struct filer *filer)
{
    return database_integer(filer->database, "SELECT value FROM account WHERE name = 'spent'", 0);
}

bool filer_spend(struct filer *filer, int64_t now, int64_t cost, struct failure *failure)
{
    if (!filer_begin_transaction(filer, failure))
        return false;
    int64_t spent_up_to = filer_spent_up_to(filer);
    return filer_set_value(filer, "spent", (spent_up_to > now ? spent_up_to : now) + cost, failure);
}

bool filer_set_listed_at(struct filer *filer, int64_t listed_at, struct failure *failure)
{
    return filer_begin_transaction(filer, failure) && filer_set_value(filer, "listed", listed_at, failure);
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
    agent->references = column_text(statement, 16);
    agent->unreadable = (uint64_t)sqlite3_column_int64(statement, 13);
    agent->unread_times = (uint64_t)sqlite3_column_int64(statement, 14);
    agent->is_blank = sqlite3_column_int(statement, 15) != 0;
    agent->mixes_agents = sqlite3_column_int(statement, 17) != 0;
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
        " recordings = 0 AND as_of IS NULL AND NOT EXISTS(SELECT 1 FROM coverage WHERE agent = agents.agent),"
        " (SELECT group_concat(identities.reference, char(10)) FROM identities"
        " WHERE identities.agent = agents.agent),"
        " (SELECT value FROM account WHERE name = 'mixes_agents')"
        " FROM agents LEFT JOIN purges USING(agent) LEFT JOIN unreadable USING(agent)"
        " WHERE ?1 = 0 OR agent = ?1",
        failure);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, filer_merged_agent(filer, agent));
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
