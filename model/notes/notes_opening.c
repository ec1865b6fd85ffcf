#include "model/notes/notes_opening.h"

#include "model/archive/database.h"
#include "model/notes/notes_pages.h"
#include "model/notes/notes_place.h"
#include "net/base/translate.h"

#include <string.h>

#define MARK 0x6e6f7465 /* "note", as SQLite's application id; files of early versions have 0 */
#define MARK_TEXT "note"
#define SET_MARK "PRAGMA application_id = 0x6e6f7465;"
#define SET_VERSION "PRAGMA user_version = 2;"

/* APPLICATION is the offset of the application id in the file header, HEADER_SIZE its end:
 * sqlite.org/fileformat2.html, 1.3. */
enum { VERSION = 2, HEADER_SIZE = 72, APPLICATION = 68 };

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS notes(agent TEXT NOT NULL, call INTEGER NOT NULL, file TEXT NOT NULL,"
    " marked INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL DEFAULT '', changed INTEGER NOT NULL,"
    " PRIMARY KEY(call, file, agent)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS tags(agent TEXT NOT NULL, call INTEGER NOT NULL, file TEXT NOT NULL,"
    " tag TEXT NOT NULL, PRIMARY KEY(call, file, agent, tag)) WITHOUT ROWID;"
    /* Since version 2: calls that were played, and recordings that a deletion of the archive is about to commit. */
    "CREATE TABLE IF NOT EXISTS heard(call INTEGER PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS going(agent TEXT NOT NULL, call INTEGER NOT NULL, file TEXT NOT NULL,"
    " number INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(call, file, agent)) WITHOUT ROWID;";

bool notes_opening_failed(sqlite3 *database, struct failure *failure)
{
    int code = database ? sqlite3_errcode(database) & 0xff : SQLITE_NOMEM;
    bool is_full = code == SQLITE_FULL;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return failure_set(failure, FAILURE_DISK, tr("end that program, or try again"),
                           tr("another program has the file of marks and notes locked"));
    return failure_set(failure, is_full ? FAILURE_FULL : FAILURE_DISK,
                       is_full ? tr("make room") : tr("check the file and its folder"),
                       tr("marks and notes cannot be read or kept: %s"),
                       database ? sqlite3_errmsg(database) : "out of memory");
}

bool notes_opening_met_damage(sqlite3 *database)
{
    int code = sqlite3_errcode(database) & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

/* Whether the last error is about what the file contains: damage, or tables that are not ours (SQLITE_ERROR). */
static bool is_of_content(sqlite3 *database)
{
    return notes_opening_met_damage(database) || (sqlite3_errcode(database) & 0xff) == SQLITE_ERROR;
}

static bool execute(sqlite3 *database, const char *sql, struct failure *failure)
{
    return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK ||
           notes_opening_failed(database, failure);
}

int64_t notes_opening_integer(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static bool has_columns(sqlite3 *database)
{
    sqlite3_stmt *statement = NULL;
    bool has = sqlite3_prepare_v2(database,
                                  "SELECT n.agent, n.call, n.file, n.marked, n.text, n.changed,"
                                  " t.agent, t.call, t.file, t.tag FROM notes AS n, tags AS t",
                                  -1, &statement, NULL) == SQLITE_OK;
    sqlite3_finalize(statement);
    return has;
}

/* False without a failure if the check has run and found damage; false with *failure filled if it could not run. */
static bool is_sound(sqlite3 *database, struct failure *failure)
{
    sqlite3_stmt *statement = NULL;
    bool is_checked =
        sqlite3_prepare_v2(database, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW;
    const char *text = is_checked ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    bool sound = text && strcmp(text, "ok") == 0;
    if (!text)
        notes_opening_failed(database, failure);
    sqlite3_finalize(statement);
    return sound && has_columns(database);
}

/* Reads the header's bytes directly: SQLite may refuse a damaged file. */
static bool is_marked(sqlite3 *database)
{
    char header[HEADER_SIZE];
    return notes_pages_bytes(database, 0, header, sizeof header) &&
           memcmp(header, "SQLite format 3", 16) == 0 && memcmp(header + APPLICATION, MARK_TEXT, 4) == 0;
}

/* The same through SQLite, which also reads the log. A file of an early version has no mark but our tables; one that
 * was only begun has no tables at all. False also if it cannot be read. */
static bool is_known(sqlite3 *database)
{
    int64_t application = notes_opening_integer(database, "PRAGMA application_id");
    if (application != 0)
        return application == MARK;
    return has_columns(database) ||
           (notes_opening_integer(database, "SELECT count(*) FROM sqlite_schema") == 0 &&
            notes_opening_integer(database, "PRAGMA user_version") == 0);
}

sqlite3 *notes_opening_database(const char *path, int mode, struct failure *failure)
{
    sqlite3 *database = NULL;
    if (database_open_file(path, mode | SQLITE_OPEN_NOMUTEX, &database) == SQLITE_OK) {
        sqlite3_busy_timeout(database, NOTES_PATIENCE_MS);
        return database;
    }
    notes_opening_failed(database, failure);
    sqlite3_close(database);
    return NULL;
}

/* Whether the file is ours, told before anything is written to it. Where there is a log the connection is read-only,
 * so that closing it does not move the log into the file. False with *failure filled if it is not ours, or that
 * cannot be told. */
static bool judge(const char *path, bool *is_damaged, struct failure *failure)
{
    if (notes_place_is_emptied(path)) /* SQLite would delete the log of a file without bytes */
        return *is_damaged = true;
    sqlite3 *database = notes_opening_database(
        path, notes_place_has_log(path) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, failure);
    if (!database)
        return false;
    bool is_ours = is_marked(database) || is_known(database);
    int code = sqlite3_errcode(database) & 0xff;
    if (!is_ours && code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE &&
        !is_of_content(database))
        notes_opening_failed(database, failure);
    else if (!is_ours)
        *is_damaged = is_ours = notes_pages_are_ours(database);
    if (!is_ours && failure->kind == FAILURE_NONE)
        failure_set(failure, FAILURE_USAGE, tr("it was left as it is; move it away"), "%s: %s",
                    notes_opening_integer(database, "PRAGMA application_id") < 0
                        ? tr("not a file of marks and notes, or damaged beyond recognition")
                        : tr("a database of another program"),
                    path);
    sqlite3_close(database);
    return is_ours;
}

/* Makes the file from the bytes of a database in memory, so that it is never there half made. */
static bool make(const char *path, struct failure *failure)
{
    sqlite3 *database = notes_opening_database(":memory:", SQLITE_OPEN_READWRITE, failure);
    sqlite3_int64 size = 0;
    unsigned char *bytes =
        database && execute(database, schema, failure) && execute(database, SET_MARK SET_VERSION, failure)
            ? sqlite3_serialize(database, "main", &size, 0)
            : NULL;
    bool made = bytes && notes_place_make(path, &(struct notes_image){bytes, (size_t)size}, failure);
    sqlite3_free(bytes);
    sqlite3_close(database);
    return made;
}

/* Brings the file to this version. A failure to set the application id is ignored: this session does not need it, and
 * the next one tries again. */
static bool prepare(sqlite3 *database, struct failure *failure)
{
    if (!execute(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON",
                 failure))
        return false;
    int64_t version = notes_opening_integer(database, "PRAGMA user_version");
    if (version < 0) /* it cannot be read, or is none */
        return sqlite3_errcode(database) != SQLITE_OK && notes_opening_failed(database, failure);
    if (version > VERSION)
        return failure_set(failure, FAILURE_USAGE, tr("use the newer one"),
                           tr("the notes are of a newer version of tapedeck"));
    if (version < VERSION &&
        !(execute(database, "BEGIN IMMEDIATE", failure) && execute(database, schema, failure) &&
          execute(database, SET_VERSION, failure) && execute(database, "COMMIT", failure)))
        return false;
    if (notes_opening_integer(database, "PRAGMA application_id") == 0)
        sqlite3_exec(database, SET_MARK, NULL, NULL, NULL);
    return true;
}

sqlite3 *notes_opening_run(const char *path, bool *is_damaged, struct failure *failure)
{
    *is_damaged = false;
    failure->kind = FAILURE_NONE;
    if ((notes_place_is_free(path) && !make(path, failure)) || !notes_place_may_be_written(path, failure) ||
        !judge(path, is_damaged, failure))
        return NULL;
    notes_place_close_to_others(path);
    if (*is_damaged)
        return NULL;
    sqlite3 *database = notes_opening_database(path, SQLITE_OPEN_READWRITE, failure);
    if (!database || (prepare(database, failure) && is_sound(database, failure)))
        return database;
    *is_damaged =
        failure->kind == FAILURE_NONE || (failure->kind != FAILURE_USAGE && is_of_content(database));
    sqlite3_close(database);
    return NULL;
}
