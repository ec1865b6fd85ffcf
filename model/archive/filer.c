#include "model/archive/filer.h"

#include "model/archive/archive.h"
#include "model/archive/database.h"
#include "model/archive/filer_state.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

static const char *const statement_sql[FILER_STATEMENTS] = {
    [FILER_BEGIN] = "BEGIN IMMEDIATE",
    [FILER_COMMIT] = "COMMIT",
    [FILER_DATA_VERSION] = "PRAGMA data_version",
    [FILER_ADD_ROW] =
        "INSERT OR IGNORE INTO recordings(agent, call, file, started, ended, caller, person, queue, kind)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    /* A row if it is another one; with 1 if values of it are not used any more. */
    [FILER_COMPARE_ROW] =
        "SELECT caller IS NOT ?6 OR person IS NOT ?7 OR queue IS NOT ?8 OR kind IS NOT ?9 FROM recordings"
        " WHERE agent = ?1 AND call = ?2 AND file = ?3 AND (started IS NOT ?4 OR ended IS NOT ?5 OR"
        " caller IS NOT ?6 OR person IS NOT ?7 OR queue IS NOT ?8 OR kind IS NOT ?9)",
    [FILER_FIND_ROW] = "SELECT 1 FROM recordings WHERE agent = ?1 AND call = ?2 AND file = ?3",
    [FILER_UPDATE_ROW] =
        "UPDATE recordings SET started = ?4, ended = ?5, caller = ?6, person = ?7, queue = ?8,"
        " kind = ?9 WHERE agent = ?1 AND call = ?2 AND file = ?3",
    [FILER_COUNT_RANGE] = "SELECT count(*) FROM recordings WHERE agent = ?1 AND call >= ?2 AND call <= ?3",
    [FILER_LIST_RANGE] = "SELECT call, file FROM recordings WHERE agent = ?1 AND call >= ?2 AND call <= ?3",
    [FILER_DELETE_ROW] = "DELETE FROM recordings WHERE agent = ?1 AND call = ?2 AND file = ?3",
    [FILER_NEWEST_ROWS] =
        "SELECT call, started FROM recordings WHERE agent = ?1 AND call <= ?2 ORDER BY call DESC, file DESC",
    [FILER_NEXT_ROW] = "SELECT min(call) FROM recordings WHERE agent = ?1 AND call > ?2",
    [FILER_READ_COVERAGE] = "SELECT lo, hi, seen FROM coverage WHERE agent = ?1 AND whole = ?2 ORDER BY lo",
    [FILER_CLEAR_COVERAGE] = "DELETE FROM coverage WHERE agent = ?1 AND whole = ?2",
    [FILER_ADD_COVERAGE] = "INSERT INTO coverage(agent, whole, lo, hi, seen) VALUES(?1, ?2, ?3, ?4, ?5)",
    [FILER_VOID_CUT_COVERAGE] = "DELETE FROM coverage WHERE whole = 0",
    [FILER_VOID_TAILS] = "UPDATE agents SET tail = 0, as_of = NULL",
    [FILER_LOWER_TAIL] = "UPDATE agents SET tail = ?2 WHERE agent = ?1 AND as_of IS NOT NULL AND tail > ?2"
                         " AND tail <= ?3 AND as_of <= ?4",
    [FILER_SET_TAIL] = "UPDATE agents SET tail = ?2, as_of = ?3 WHERE agent = ?1",
    [FILER_SET_LOST] = "UPDATE agents SET lost = ?2 WHERE agent = ?1",
    [FILER_CHANGE_COUNT] = "UPDATE agents SET recordings = recordings + ?2 WHERE agent = ?1",
    [FILER_GET_COUNT] = "SELECT recordings, lost FROM agents WHERE agent = ?1",
    [FILER_ADD_AGENT] = "INSERT INTO agents(reference, name, email, department, status, listed)"
                        " VALUES(?1, ?2, ?3, ?4, ?5, 1)",
    [FILER_RENEW_AGENT] = "UPDATE agents SET listed = 1, name = CASE WHEN ?2 = '' THEN name ELSE ?2 END,"
                          " email = CASE WHEN ?3 = '' THEN email ELSE ?3 END,"
                          " department = CASE WHEN ?4 = '' THEN department ELSE ?4 END, status = ?5"
                          " WHERE agent = ?1",
    [FILER_READ_MERGED] = "SELECT agent, other FROM merged",
    [FILER_SET_VALUE] = "INSERT OR REPLACE INTO account(name, value) VALUES(?1, ?2)",
    [FILER_NOTE_TRACES] = "INSERT INTO account(name, value) VALUES('traces', 1)"
                          " ON CONFLICT(name) DO UPDATE SET value = value + 1",
};

static void read_traits(struct filer *filer)
{
    sqlite3 *database = filer->database;
    filer->traits.unordered =
        database_integer(database, "SELECT value FROM account WHERE name = 'unordered'", 0) != 0;
    filer->traits.ignores_cursor =
        database_integer(database, "SELECT value FROM account WHERE name = 'ignores_cursor'", 0) != 0;
    filer->traits.mixes_agents =
        database_integer(database, "SELECT value FROM account WHERE name = 'mixes_agents'", 0) != 0;
    filer->traits.rises =
        (uint64_t)database_integer(database, "SELECT value FROM account WHERE name = 'rises'", 0);
    filer->committed_traits = filer->traits;
}

static bool prepare_all(struct filer *filer, struct failure *failure)
{
    for (size_t i = 0; i < FILER_STATEMENTS; i++) {
        filer->statements[i] = database_prepare(filer->database, statement_sql[i], failure);
        if (!filer->statements[i])
            return false;
    }
    filer->identity = identity_open(filer->database);
    filer->callers = interning_open(filer->database, INTERNING_CALLERS, failure);
    filer->people = filer->callers ? interning_open(filer->database, INTERNING_PEOPLE, failure) : NULL;
    filer->queues = filer->people ? interning_open(filer->database, INTERNING_QUEUES, failure) : NULL;
    filer->kinds = filer->queues ? interning_open(filer->database, INTERNING_KINDS, failure) : NULL;
    return filer->kinds != NULL;
}

struct filer *filer_open(const struct filer_options *options, char *set_aside, size_t set_aside_size,
                         struct failure *failure)
{
    struct filer *filer = memory_new(sizeof *filer);
    filer->settle = options->settle;
    filer->decoder = recording_decoder_new();
    filer->database =
        archive_open(options->path, options->base, options->wait, set_aside, set_aside_size, failure);
    if (!filer->database || !prepare_all(filer, failure)) {
        filer_close(&filer);
        return NULL;
    }
    read_traits(filer);
    if (!filer_read_merged(filer, failure)) {
        filer_close(&filer);
        return NULL;
    }
    filer->has_traces =
        !filer_is_read_only(filer) &&
        database_integer(filer->database, "SELECT value FROM account WHERE name = 'traces'", 0) != 0;
    if (!filer_is_read_only(filer) && !filer_settle_anew(filer, failure))
        filer_close(&filer);
    return filer;
}

void filer_close(struct filer **filer)
{
    struct filer *closing = *filer;
    if (!closing)
        return;
    filer_rollback(closing);
    filer_drop_named(closing);
    interning_close(&closing->callers);
    interning_close(&closing->people);
    interning_close(&closing->queues);
    interning_close(&closing->kinds);
    identity_close(&closing->identity);
    change_log_clear(&closing->changes);
    for (size_t i = 0; i < FILER_WALKS; i++)
        number_map_clear(&closing->walks[i].unread);
    free(closing->merged);
    free(closing->named);
    database_close(&closing->database);
    recording_decoder_free(&closing->decoder);
    free(closing);
    *filer = NULL;
}

void filer_on_wait(struct filer *filer, void (*waiting)(void *context), void *context)
{
    filer->wait = (struct database_wait){.waiting = waiting, .context = context};
    database_wait_by(filer->database, &filer->wait);
}

bool filer_is_read_only(const struct filer *filer)
{
    return database_is_read_only(filer->database);
}

const struct server_traits *filer_traits(const struct filer *filer)
{
    return &filer->traits;
}

bool filer_is_changing(const struct filer *filer)
{
    return filer->in_transaction;
}

uint64_t filer_uncommitted(const struct filer *filer)
{
    return filer->uncommitted;
}

void filer_forget_values(struct filer *filer)
{
    interning_forget(filer->callers);
    interning_forget(filer->people);
    interning_forget(filer->queues);
    interning_forget(filer->kinds);
}

bool filer_begin_transaction(struct filer *filer, struct failure *failure)
{
    if (filer->in_transaction)
        return true;
    if (!database_run(filer->database, filer->statements[FILER_BEGIN], "write to", failure))
        return false;
    filer->in_transaction = true;
    sqlite3_stmt *version = filer->statements[FILER_DATA_VERSION];
    int64_t now = sqlite3_step(version) == SQLITE_ROW ? sqlite3_column_int64(version, 0) : -1;
    sqlite3_reset(version);
    if (now != filer->data_version) /* another program has written: its interned values may be new */
        filer_forget_values(filer);
    bool is_known = now == filer->data_version;
    filer->data_version = now;
    return is_known || filer_read_merged(filer, failure);
}

bool filer_set_value(struct filer *filer, const char *name, int64_t value, struct failure *failure)
{
    sqlite3_stmt *statement = filer->statements[FILER_SET_VALUE];
    database_bind_text(statement, 1, name);
    sqlite3_bind_int64(statement, 2, value);
    return database_run(filer->database, statement, "write to", failure);
}

static bool write_traits(struct filer *filer, struct failure *failure)
{
    const struct server_traits *now = &filer->traits;
    const struct server_traits *then = &filer->committed_traits;
    if (now->unordered != then->unordered && !filer_set_value(filer, "unordered", now->unordered, failure))
        return false;
    if (now->ignores_cursor != then->ignores_cursor &&
        !filer_set_value(filer, "ignores_cursor", now->ignores_cursor, failure))
        return false;
    if (now->mixes_agents != then->mixes_agents &&
        !filer_set_value(filer, "mixes_agents", now->mixes_agents, failure))
        return false;
    return now->rises == then->rises || filer_set_value(filer, "rises", (int64_t)now->rises, failure);
}

bool filer_commit(struct filer *filer, struct failure *failure)
{
    if (!filer->in_transaction)
        return true;
    if (!write_traits(filer, failure) || !change_log_write(&filer->changes, filer->database, failure) ||
        !database_run(filer->database, filer->statements[FILER_COMMIT], "write to", failure))
        return false;
    filer->committed_traits = filer->traits;
    filer->in_transaction = filer->traces_noted = false;
    filer->uncommitted = 0;
    change_log_forget(&filer->changes);
    return true;
}

void filer_rollback(struct filer *filer)
{
    if (!filer->in_transaction)
        return;
    sqlite3_exec(filer->database, "ROLLBACK", NULL, NULL, NULL);
    filer->traits = filer->committed_traits;
    filer->in_transaction = filer->traces_noted = false;
    filer->uncommitted = 0;
    change_log_forget(&filer->changes);
    filer_forget_values(filer);
    filer->data_version = -1; /* to read again which agents are merged */
}
