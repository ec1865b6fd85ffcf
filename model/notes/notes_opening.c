#include "model/notes/notes_opening.h"

#include "model/archive/database.h"
#include "model/notes/notes_pages.h"
#include "model/notes/notes_place.h"
#include "net/base/translate.h"

#include <string.h>

#define MARK 0x6e6f7465 /* "note": SQLite's application id; files of before have none */
#define MARK_TEXT "note"
#define SET_MARK "PRAGMA application_id = 0x6e6f7465;"
#define SET_VERSION "PRAGMA user_version = 2;"

enum { VERSION = 2, HEADER_SIZE = 72, APPLICATION = 68 };

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS notes(agent TEXT NOT NULL, call INTEGER NOT NULL, file TEXT NOT NULL,"
    " marked INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL DEFAULT '', changed INTEGER NOT NULL,"
    " PRIMARY KEY(call, file, agent)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS tags(agent TEXT NOT NULL, call INTEGER NOT NULL, file TEXT NOT NULL,"
    " tag TEXT NOT NULL, PRIMARY KEY(call, file, agent, tag)) WITHOUT ROWID;"
    /* from version 2 on: calls of which some was heard, and what goes with a deletion that is being committed */
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

/* Or others' tables. */
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

/* Whether the tables have the columns that they have to. */
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

/* False without a failure if it has been checked and is not. */
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

/* In the file, whatever SQLite thinks of the rest of it. */
static bool is_marked(sqlite3 *database)
{
    char header[HEADER_SIZE];
    return notes_pages_bytes(database, 0, header, sizeof header) &&
           memcmp(header, "SQLite format 3", 16) == 0 && memcmp(header + APPLICATION, MARK_TEXT, 4) == 0;
}

/* As SQLite reads it, with its log: one of before has no mark but our tables, or nothing as somebody began it. False also
 * where it cannot be read. */
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

/* Before anything is written to it, by a connection that leaves a log there as it is. False with *failure filled if it is not
 * ours, or cannot be told. */
static bool judge(const char *path, bool *is_damaged, struct failure *failure)
{
    if (notes_place_is_emptied(path)) /* SQLite would delete its log */
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

/* As it is in memory. */
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

/* The mark is for whoever opens it next: where there is no room for it today it is read all the same. */
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
