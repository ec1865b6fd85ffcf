#include "model/archive/writer.h"

#include "model/archive/archive.h"
#include "model/archive/database.h"
#include "model/archive/writer_state.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

static const char *const statement_sql[WRITER_STATEMENTS] = {
    [WRITER_BEGIN] = "BEGIN IMMEDIATE",
    [WRITER_COMMIT] = "COMMIT",
    [WRITER_DATA_VERSION] = "PRAGMA data_version",
    [WRITER_ADD_ROW] =
        "INSERT OR IGNORE INTO recordings(agent, call, file, started, ended, caller, person, queue, kind)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    /* A row if it is another one; with 1 if values of it are not used any more. */
    [WRITER_COMPARE_ROW] =
        "SELECT caller IS NOT ?6 OR person IS NOT ?7 OR queue IS NOT ?8 OR kind IS NOT ?9 FROM recordings"
        " WHERE agent = ?1 AND call = ?2 AND file = ?3 AND (started IS NOT ?4 OR ended IS NOT ?5 OR"
        " caller IS NOT ?6 OR person IS NOT ?7 OR queue IS NOT ?8 OR kind IS NOT ?9)",
    [WRITER_FIND_ROW] = "SELECT 1 FROM recordings WHERE agent = ?1 AND call = ?2 AND file = ?3",
    [WRITER_UPDATE_ROW] =
        "UPDATE recordings SET started = ?4, ended = ?5, caller = ?6, person = ?7, queue = ?8,"
        " kind = ?9 WHERE agent = ?1 AND call = ?2 AND file = ?3",
    [WRITER_COUNT_RANGE] = "SELECT count(*) FROM recordings WHERE agent = ?1 AND call >= ?2 AND call <= ?3",
    [WRITER_LIST_RANGE] = "SELECT call, file FROM recordings WHERE agent = ?1 AND call >= ?2 AND call <= ?3",
    [WRITER_DELETE_ROW] = "DELETE FROM recordings WHERE agent = ?1 AND call = ?2 AND file = ?3",
    [WRITER_NEWEST_ROWS] =
        "SELECT call, started FROM recordings WHERE agent = ?1 AND call <= ?2 ORDER BY call DESC, file DESC",
    [WRITER_NEXT_ROW] = "SELECT min(call) FROM recordings WHERE agent = ?1 AND call > ?2",
    [WRITER_READ_COVERAGE] = "SELECT lo, hi, seen FROM coverage WHERE agent = ?1 AND whole = ?2 ORDER BY lo",
    [WRITER_CLEAR_COVERAGE] = "DELETE FROM coverage WHERE agent = ?1 AND whole = ?2",
    [WRITER_ADD_COVERAGE] = "INSERT INTO coverage(agent, whole, lo, hi, seen) VALUES(?1, ?2, ?3, ?4, ?5)",
    [WRITER_VOID_CUT_COVERAGE] = "DELETE FROM coverage WHERE whole = 0",
    [WRITER_VOID_HEADS] = "UPDATE agents SET tail = 0, as_of = NULL",
    [WRITER_LOWER_HEAD] = "UPDATE agents SET tail = ?2 WHERE agent = ?1 AND as_of IS NOT NULL AND tail > ?2"
                          " AND tail <= ?3 AND as_of <= ?4",
    [WRITER_SET_HEAD] = "UPDATE agents SET tail = ?2, as_of = ?3 WHERE agent = ?1",
    [WRITER_SET_LOST] = "UPDATE agents SET lost = ?2 WHERE agent = ?1",
    [WRITER_CHANGE_COUNT] = "UPDATE agents SET recordings = recordings + ?2 WHERE agent = ?1",
    [WRITER_GET_COUNT] = "SELECT recordings, lost FROM agents WHERE agent = ?1",
    [WRITER_ADD_AGENT] = "INSERT INTO agents(reference, name, email, department, status, listed)"
                         " VALUES(?1, ?2, ?3, ?4, ?5, 1)",
    [WRITER_RENEW_AGENT] = "UPDATE agents SET listed = 1, name = CASE WHEN ?2 = '' THEN name ELSE ?2 END,"
                           " email = CASE WHEN ?3 = '' THEN email ELSE ?3 END,"
                           " department = CASE WHEN ?4 = '' THEN department ELSE ?4 END, status = ?5"
                           " WHERE agent = ?1",
    [WRITER_READ_MERGED] = "SELECT agent, other FROM merged",
    [WRITER_SET_VALUE] = "INSERT OR REPLACE INTO account(name, value) VALUES(?1, ?2)",
    [WRITER_NOTE_TRACES] = "INSERT INTO account(name, value) VALUES('traces', 1)"
                           " ON CONFLICT(name) DO UPDATE SET value = value + 1",
};

static void read_traits(struct writer *writer)
{
    sqlite3 *database = writer->database;
    writer->traits.unordered =
        database_integer(database, "SELECT value FROM account WHERE name = 'unordered'", 0) != 0;
    writer->traits.ignores_cursor =
        database_integer(database, "SELECT value FROM account WHERE name = 'ignores_cursor'", 0) != 0;
    writer->traits.mixes_agents =
        database_integer(database, "SELECT value FROM account WHERE name = 'mixes_agents'", 0) != 0;
    writer->traits.order_evidence =
        (uint64_t)database_integer(database, "SELECT value FROM account WHERE name = 'rises'", 0);
    writer->committed_traits = writer->traits;
}

static bool prepare_all(struct writer *writer, struct failure *failure)
{
    for (size_t i = 0; i < WRITER_STATEMENTS; i++) {
        writer->statements[i] = database_prepare(writer->database, statement_sql[i], failure);
        if (!writer->statements[i])
            return false;
    }
    writer->identity = identity_open(writer->database);
    writer->callers = interning_open(writer->database, INTERNING_CALLERS, failure);
    writer->people = writer->callers ? interning_open(writer->database, INTERNING_PEOPLE, failure) : NULL;
    writer->queues = writer->people ? interning_open(writer->database, INTERNING_QUEUES, failure) : NULL;
    writer->kinds = writer->queues ? interning_open(writer->database, INTERNING_KINDS, failure) : NULL;
    return writer->kinds != NULL;
}

struct writer *writer_open(const struct writer_options *options, char *set_aside, size_t set_aside_size,
                           struct failure *failure)
{
    struct writer *writer = memory_new(sizeof *writer);
    writer->settle = options->settle;
    writer->decoder = recording_decoder_new();
    writer->database =
        archive_open(options->path, options->base, options->wait, set_aside, set_aside_size, failure);
    if (!writer->database || !prepare_all(writer, failure)) {
        writer_close(&writer);
        return NULL;
    }
    read_traits(writer);
    if (!writer_read_merged(writer, failure)) {
        writer_close(&writer);
        return NULL;
    }
    writer->has_traces =
        !writer_is_read_only(writer) &&
        database_integer(writer->database, "SELECT value FROM account WHERE name = 'traces'", 0) != 0;
    if (!writer_is_read_only(writer) && !writer_settle_anew(writer, failure))
        writer_close(&writer);
    return writer;
}

void writer_close(struct writer **writer)
{
    struct writer *closing = *writer;
    if (!closing)
        return;
    writer_rollback(closing);
    writer_drop_named(closing);
    interning_close(&closing->callers);
    interning_close(&closing->people);
    interning_close(&closing->queues);
    interning_close(&closing->kinds);
    identity_close(&closing->identity);
    change_log_clear(&closing->changes);
    for (size_t i = 0; i < WRITER_FETCHES; i++)
        number_map_clear(&closing->fetches[i].unread);
    free(closing->merged);
    free(closing->named);
    database_close(&closing->database);
    recording_decoder_free(&closing->decoder);
    free(closing);
    *writer = NULL;
}

void writer_on_wait(struct writer *writer, void (*waiting)(void *context), void *context)
{
    writer->wait = (struct database_wait){.waiting = waiting, .context = context};
    database_wait_by(writer->database, &writer->wait);
}

bool writer_is_read_only(const struct writer *writer)
{
    return database_is_read_only(writer->database);
}

const struct server_traits *writer_traits(const struct writer *writer)
{
    return &writer->traits;
}

bool writer_is_changing(const struct writer *writer)
{
    return writer->in_transaction;
}

uint64_t writer_uncommitted(const struct writer *writer)
{
    return writer->uncommitted;
}

void writer_forget_values(struct writer *writer)
{
    interning_forget(writer->callers);
    interning_forget(writer->people);
    interning_forget(writer->queues);
    interning_forget(writer->kinds);
}

bool writer_begin_transaction(struct writer *writer, struct failure *failure)
{
    if (writer->in_transaction)
        return true;
    if (!database_run(writer->database, writer->statements[WRITER_BEGIN], "write to", failure))
        return false;
    writer->in_transaction = true;
    sqlite3_stmt *version = writer->statements[WRITER_DATA_VERSION];
    int64_t now = sqlite3_step(version) == SQLITE_ROW ? sqlite3_column_int64(version, 0) : -1;
    sqlite3_reset(version);
    if (now != writer->data_version) /* another program has written: its interned values may be new */
        writer_forget_values(writer);
    bool is_known = now == writer->data_version;
    writer->data_version = now;
    return is_known || writer_read_merged(writer, failure);
}

bool writer_set_value(struct writer *writer, const char *name, int64_t value, struct failure *failure)
{
    sqlite3_stmt *statement = writer->statements[WRITER_SET_VALUE];
    database_bind_text(statement, 1, name);
    sqlite3_bind_int64(statement, 2, value);
    return database_run(writer->database, statement, "write to", failure);
}

static bool write_traits(struct writer *writer, struct failure *failure)
{
    const struct server_traits *now = &writer->traits;
    const struct server_traits *then = &writer->committed_traits;
    if (now->unordered != then->unordered && !writer_set_value(writer, "unordered", now->unordered, failure))
        return false;
    if (now->ignores_cursor != then->ignores_cursor &&
        !writer_set_value(writer, "ignores_cursor", now->ignores_cursor, failure))
        return false;
    if (now->mixes_agents != then->mixes_agents &&
        !writer_set_value(writer, "mixes_agents", now->mixes_agents, failure))
        return false;
    return now->order_evidence == then->order_evidence ||
           writer_set_value(writer, "rises", (int64_t)now->order_evidence, failure);
}

bool writer_commit(struct writer *writer, struct failure *failure)
{
    if (!writer->in_transaction)
        return true;
    if (!write_traits(writer, failure) || !change_log_write(&writer->changes, writer->database, failure) ||
        !database_run(writer->database, writer->statements[WRITER_COMMIT], "write to", failure))
        return false;
    writer->committed_traits = writer->traits;
    writer->in_transaction = writer->traces_noted = false;
    writer->uncommitted = 0;
    change_log_forget(&writer->changes);
    return true;
}

void writer_rollback(struct writer *writer)
{
    if (!writer->in_transaction)
        return;
    sqlite3_exec(writer->database, "ROLLBACK", NULL, NULL, NULL);
    writer->traits = writer->committed_traits;
    writer->in_transaction = writer->traces_noted = false;
    writer->uncommitted = 0;
    change_log_forget(&writer->changes);
    writer_forget_values(writer);
    writer->data_version = -1; /* to read again which agents are merged */
}
