#include "model/archive/writer_agents.h"

#include "model/archive/database.h"
#include "model/archive/identity.h"
#include "model/archive/time_coverage_read.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_settled.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_transaction.h"
#include "model/coverage/coverage.h"
#include "model/coverage/seen.h"
#include "model/coverage/time_coverage.h"
#include "model/recording/agent.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void archive_agent_clear(struct archive_agent *agent)
{
    free(agent->name);
    free(agent->email);
    free(agent->department);
    free(agent->status);
    free(agent->references);
    coverage_clear(&agent->coverage);
    seen_clear(&agent->seen);
    time_coverage_clear(&agent->times);
    memset(agent, 0, sizeof *agent);
}

static void note_named(struct writer *writer, int64_t agent)
{
    writer->named =
        memory_grow(writer->named, &writer->named_capacity, writer->named_count + 1, sizeof *writer->named);
    writer->named[writer->named_count++] = agent;
}

bool writer_drop_agent(struct writer *writer, int64_t agent, bool unlisted, struct failure *failure)
{
    static const char drop[] =
        "DELETE FROM agents WHERE agent = ?1 AND as_of IS NULL"
        " AND CASE WHEN ?2 THEN listed = 0 ELSE coalesce(name, '') = '' END AND NOT"
        " EXISTS(SELECT 1 FROM recordings WHERE recordings.agent = agents.agent) AND NOT"
        " EXISTS(SELECT 1 FROM coverage WHERE coverage.agent = agents.agent)";
    static const char forget[] = "DELETE FROM identities WHERE agent = ?1";
    if (!writer_begin_transaction(writer, failure) ||
        !database_run_with(writer->database, drop, DATABASE_NUMBERS(agent, unlisted), failure))
        return false;
    return sqlite3_changes(writer->database) == 0 ||
           database_run_with(writer->database, forget, DATABASE_NUMBERS(agent), failure);
}

/* They stay if that fails, or if another program has got their names from the server meanwhile. */
void writer_drop_named(struct writer *writer)
{
    struct failure failure;
    bool done = true;
    for (size_t i = 0; done && i < writer->named_count; i++)
        done = writer_drop_agent(writer, writer->named[i], false, &failure);
    if (!done || !writer_commit(writer, &failure))
        writer_rollback(writer);
}

bool writer_add_agent(struct writer *writer, const struct agent_entry *entry, int64_t *agent,
                      struct failure *failure)
{
    if (!writer_begin_transaction(writer, failure))
        return false;
    bool merged = false;
    if (!identity_find(&writer->statements, entry, agent, &merged, failure) ||
        (merged && !writer_note_merge(writer, failure)))
        return false;
    sqlite3_stmt *statement = writer_statement(writer, *agent ? WRITER_RENEW_AGENT : WRITER_ADD_AGENT);
    char reference[IDENTITY_SIZE];
    agent_reference_text(reference, sizeof reference, &entry->reference);
    database_bind_text(statement, 1, reference);
    database_bind_text(statement, 2, entry->name ? entry->name : "");
    database_bind_text(statement, 3, entry->email ? entry->email : "");
    database_bind_text(statement, 4, entry->department ? entry->department : "");
    database_bind_text(statement, 5, entry->status ? entry->status : "");
    if (*agent)
        sqlite3_bind_int64(statement, 1, *agent);
    bool added = database_run(writer->database, statement, "write to", failure);
    if (added && !*agent) {
        *agent = sqlite3_last_insert_rowid(writer->database);
        if (entry->is_named)
            note_named(writer, *agent);
    }
    return added && identity_note(&writer->statements, entry, *agent, failure);
}

/* The agent's id as a number: that of its reference or, if it has none of that type, the one that its newest recording
 * carries, except those of `call`. RECORDING_NO_NUMBER if neither is known. */
static int64_t number_of(struct writer *writer, int64_t agent, int64_t call)
{
    static const char sql[] =
        "SELECT ifnull((SELECT reference FROM identities WHERE agent = ?1 AND reference GLOB 'id:*'),"
        " (SELECT 'id:' || agent_id FROM recordings JOIN people USING(person) WHERE agent = ?1"
        " AND call <> ?2 AND agent_id IS NOT NULL ORDER BY call DESC LIMIT 1))";
    struct failure unread;
    struct agent_reference reference;
    const char *text;
    int64_t number = RECORDING_NO_NUMBER;
    sqlite3_stmt *statement = database_prepare(writer->database, sql, &unread);
    database_bind_numbers(statement, DATABASE_NUMBERS(agent, call));
    if (writer_step(writer, statement) && (text = (const char *)sqlite3_column_text(statement, 0)) &&
        agent_reference_parse(&reference, text))
        number = agent_reference_number(&reference);
    sqlite3_finalize(statement);
    return number;
}

void writer_note_named(struct writer *writer, struct response_ingest *answer,
                       const struct recording *recording)
{
    int64_t number = recording->agent_id;
    if (number == RECORDING_NO_NUMBER || writer->traits.mixes_agents)
        return;
    if (answer->named == RECORDING_NO_NUMBER)
        answer->named = number_of(writer, answer->agent, recording->queue_call_id);
    if (answer->named == RECORDING_NO_NUMBER)
        answer->named = number;
    if (answer->named != number)
        writer->traits.mixes_agents = writer->others_changed = true;
}

bool writer_learn_agent(struct writer *writer, struct response_ingest *answer, struct failure *failure)
{
    bool merged = false;
    if (!identity_learn(&writer->statements, answer->agent, &merged, failure) ||
        (merged && !writer_note_merge(writer, failure)))
        return false;
    answer->agent = writer_merged_agent(writer, answer->agent);
    return true;
}

bool writer_unlist_agents(struct writer *writer, struct failure *failure)
{
    return writer_begin_transaction(writer, failure) &&
           database_execute(writer->database, "UPDATE agents SET listed = 0", failure);
}

int64_t writer_spent_up_to(const struct writer *writer)
{
    return database_integer(writer->database, "SELECT value FROM account WHERE name = 'spent'", 0);
}

bool writer_spend(struct writer *writer, int64_t now, int64_t cost, struct failure *failure)
{
    if (!writer_begin_transaction(writer, failure))
        return false;
    int64_t spent_up_to = writer_spent_up_to(writer);
    return writer_set_value(writer, "spent", (spent_up_to > now ? spent_up_to : now) + cost, failure);
}

bool writer_set_listed_at(struct writer *writer, int64_t listed_at, struct failure *failure)
{
    return writer_begin_transaction(writer, failure) &&
           writer_set_value(writer, "listed", listed_at, failure);
}

int64_t writer_listed_at(const struct writer *writer)
{
    int64_t listed_at =
        database_integer(writer->database, "SELECT value FROM account WHERE name = 'listed'", TIMESTAMP_NONE);
    return listed_at >= TIMESTAMP_EARLIEST ? listed_at : TIMESTAMP_NONE; /* 1: listed, time unknown */
}

bool writer_forget_coverage(struct writer *writer, int64_t agent, struct failure *failure)
{
    static const char *const forgetting[] = {
        "DELETE FROM coverage WHERE agent = ?1",
        "UPDATE agents SET tail = 0, as_of = NULL WHERE agent = ?1",
        "DELETE FROM purges WHERE agent = ?1",
    };
    bool forgotten = writer_begin_transaction(writer, failure);
    for (size_t i = 0; forgotten && i < sizeof forgetting / sizeof *forgetting; i++)
        forgotten = database_run_with(writer->database, forgetting[i], DATABASE_NUMBERS(agent), failure);
    return forgotten;
}

bool writer_forget_seen(struct writer *writer, int64_t agent, struct failure *failure)
{
    return writer_begin_transaction(writer, failure) &&
           database_run_with(writer->database, "UPDATE coverage SET seen = 0 WHERE agent = ?1",
                             DATABASE_NUMBERS(agent), failure);
}

/* The range with the newest final recordings: the one around the tail or, as long as the end was never asked for, the
 * highest one. */
static struct coverage_range newest_final(const struct archive_agent *agent)
{
    const struct coverage *coverage = &agent->coverage;
    if (agent->as_of == TIMESTAMP_NONE && coverage->count)
        return coverage->ranges[coverage->count - 1];
    return (struct coverage_range){coverage_reaches_down(coverage, agent->head_from),
                                   coverage_reaches_up(coverage, agent->head_from)};
}

static bool read_newest(struct writer *writer, struct archive_agent *agent, struct failure *failure)
{
    const struct coverage_range range = newest_final(agent);
    sqlite3_stmt *statement = statements_bound(
        &writer->statements, "SELECT max(call) FROM recordings WHERE agent = ?1 AND call > ?2 AND call <= ?3",
        DATABASE_NUMBERS(agent->agent, range.lo, range.hi), failure);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    agent->newest_final = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    agent->newest = code == SQLITE_ROW ? writer_newest_id(writer, agent->agent) : 0;
    return database_done(writer->database, statement, code, failure);
}

static bool read_completeness(struct writer *writer, struct archive_agent *agent, struct failure *failure)
{
    bool read = agent->is_blank ||
                (writer_read_all_seen(writer, agent->agent, &agent->seen, failure) &&
                 time_coverage_read(&writer->statements, agent->agent, true, &agent->times, failure));
    if (!read)
        return false;
    seen_cover(&agent->seen, &agent->coverage);
    if (!agent->is_blank && !read_newest(writer, agent, failure))
        return false;
    agent->fetched_from = time_coverage_fetched_from(&agent->times);
    agent->complete_from = time_coverage_complete_from(&agent->times);
    agent->complete_until = time_coverage_complete_until(&agent->times);
    return true;
}

static char *column_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return memory_text(text ? text : "");
}

static void read_agent(sqlite3_stmt *statement, struct archive_agent *agent)
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
    agent->head_from = sqlite3_column_int64(statement, 8);
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

static bool read_agents(struct writer *writer, int64_t agent, struct archive_agent **agents, size_t *count,
                        struct failure *failure)
{
    *agents = NULL;
    *count = 0;
    size_t capacity = 0;
    sqlite3_stmt *statement = statements_bound(
        &writer->statements,
        "SELECT agent, reference, name, email, department, status, listed, recordings, tail,"
        " as_of, lost, before, call, elements,"
        " (SELECT count(*) FROM recordings INDEXED BY unread_times WHERE agent = agents.agent"
        " AND (started >= x'' OR ended >= x'')),"
        " recordings = 0 AND as_of IS NULL AND NOT EXISTS(SELECT 1 FROM coverage WHERE agent = agents.agent),"
        " (SELECT group_concat(identities.reference, char(10)) FROM identities"
        " WHERE identities.agent = agents.agent),"
        " (SELECT value FROM account WHERE name = 'mixes_agents')"
        " FROM agents LEFT JOIN purges USING(agent) LEFT JOIN unreadable USING(agent)"
        " WHERE ?1 = 0 OR agent = ?1",
        DATABASE_NUMBERS(writer_merged_agent(writer, agent)), failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        *agents = memory_grow(*agents, &capacity, *count + 1, sizeof **agents);
        read_agent(statement, &(*agents)[(*count)++]);
    }
    bool read = database_done(writer->database, statement, code, failure);
    for (size_t i = 0; read && i < *count; i++)
        read = read_completeness(writer, &(*agents)[i], failure);
    return read;
}

/* In one transaction, so that all agents are of one state, and because locking takes about as long as reading. */
bool writer_read_agents(struct writer *writer, int64_t agent, struct archive_agent **agents, size_t *count,
                        struct failure *failure)
{
    if (!sqlite3_get_autocommit(writer->database))
        return read_agents(writer, agent, agents, count, failure);
    bool read = database_execute(writer->database, "BEGIN", failure) &&
                read_agents(writer, agent, agents, count, failure);
    sqlite3_exec(writer->database, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
    return read;
}
