#include "model/archive/writer_statements.h"

#include "model/archive/database.h"

static const char *const statement_sql[WRITER_STATEMENTS] = {
    [WRITER_BEGIN] = "BEGIN IMMEDIATE",
    [WRITER_COMMIT] = "COMMIT",
    [WRITER_DATA_VERSION] = "PRAGMA data_version",
    [WRITER_ADD_ROW] =
        "INSERT OR IGNORE INTO recordings(agent, call, file, started, ended, caller, person, queue, kind,"
        " place) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    /* Returns a row if the stored values differ; 1 if it may have used interned values for the last time. */
    [WRITER_COMPARE_ROW] =
        "SELECT caller IS NOT ?6 OR person IS NOT ?7 OR queue IS NOT ?8 OR kind IS NOT ?9 FROM recordings"
        " WHERE agent = ?1 AND call = ?2 AND file = ?3 AND (started IS NOT ?4 OR ended IS NOT ?5 OR"
        " caller IS NOT ?6 OR person IS NOT ?7 OR queue IS NOT ?8 OR kind IS NOT ?9)",
    [WRITER_FIND_ROW] = "SELECT 1 FROM recordings WHERE agent = ?1 AND call = ?2 AND file = ?3",
    [WRITER_UPDATE_ROW] =
        "UPDATE recordings SET started = ?4, ended = ?5, caller = ?6, person = ?7, queue = ?8,"
        " kind = ?9, place = ?10 WHERE agent = ?1 AND call = ?2 AND file = ?3",
    /* The place of the row before an id, else of the one behind it. */
    [WRITER_PLACE_BESIDE] =
        "SELECT coalesce((SELECT coalesce(place, started) FROM recordings WHERE agent = ?1 AND call < ?2"
        " ORDER BY call DESC, file DESC LIMIT 1), (SELECT coalesce(place, started) FROM recordings"
        " WHERE agent = ?1 AND call > ?2 ORDER BY call, file LIMIT 1))",
    [WRITER_PLACE_ROWS] = "UPDATE recordings SET place = ?4 WHERE agent = ?1 AND call >= ?2 AND call < ?3"
                          " AND ifnull(started >= x'', 1) AND place IS NOT ?4",
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
    [WRITER_RAISE_HEAD] = "UPDATE agents SET tail = ?2 WHERE agent = ?1 AND as_of IS NOT NULL AND tail < ?2",
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

sqlite3_stmt *writer_statement(struct writer *writer, enum writer_statement which)
{
    struct failure failure; /* unused: whoever runs the statement reports the connection's last error */
    return statements_get(&writer->statements, statement_sql[which], &failure);
}

sqlite3_stmt *writer_bound(struct writer *writer, enum writer_statement which, const int64_t numbers[],
                           int count)
{
    sqlite3_stmt *statement = writer_statement(writer, which);
    database_bind_numbers(statement, numbers, count);
    return statement;
}

bool writer_run(struct writer *writer, enum writer_statement which, const int64_t numbers[], int count,
                struct failure *failure)
{
    return database_run(writer->database, writer_bound(writer, which, numbers, count), "write to", failure);
}

bool writer_step(struct writer *writer, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        database_failed(writer->database, "read", &writer->unread);
    return code == SQLITE_ROW;
}
