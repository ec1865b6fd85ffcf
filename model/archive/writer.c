#include "model/archive/writer.h"

#include "model/archive/archive.h"
#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/identity.h"
#include "model/archive/interning.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_settled.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_transaction.h"
#include "model/coverage/answer.h"
#include "model/recording/recording_decode.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"

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
