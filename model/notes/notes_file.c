#include "model/notes/notes_file.h"

#include "model/archive/database.h"
#include "model/notes/notes_place.h"
#include "model/notes/notes_salvage.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 2, PATIENCE_MS = 10000 };

enum notes_statement {
    MARK,
    WRITE,
    TOUCH,
    TAG,
    UNTAG,
    FORGET,
    FORGET_TAGS,
    ACQUIT,
    HEAR,
    UNHEAR,
    KNOWS,
    CONDEMN,
    PUT,
    TIDY,
    STATEMENTS
};

struct notes_file {
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENTS]; /* NULL until they are first used */
    int64_t version;                      /* PRAGMA data_version */
};

#define KEY " WHERE agent = ?1 AND call = ?2 AND file = ?3"
#define IS_KEY " ON CONFLICT(agent, call, file) DO UPDATE SET "

static const char *const statement_sql[STATEMENTS] = {
    [MARK] = "INSERT INTO notes(agent, call, file, changed, marked) VALUES(?1, ?2, ?3, ?4, ?5)" IS_KEY
             "marked = excluded.marked, changed = excluded.changed",
    [WRITE] = "INSERT INTO notes(agent, call, file, changed, text) VALUES(?1, ?2, ?3, ?4, ?5)" IS_KEY
              "text = CASE WHEN text IN ('', ?6, excluded.text) THEN excluded.text"
              " WHEN excluded.text = '' THEN text ELSE text || char(10) || excluded.text END,"
              " changed = excluded.changed",
    [TOUCH] = "INSERT INTO notes(agent, call, file, changed) VALUES(?1, ?2, ?3, ?4)" IS_KEY
              "changed = excluded.changed",
    [TAG] = "INSERT OR IGNORE INTO tags(agent, call, file, tag) VALUES(?1, ?2, ?3, ?5)",
    [UNTAG] = "DELETE FROM tags" KEY " AND tag = ?5",
    [FORGET] = "DELETE FROM notes WHERE call = ?2 AND file = ?3 AND (agent = ?1 OR file <> '')",
    [FORGET_TAGS] = "DELETE FROM tags WHERE call = ?2 AND file = ?3 AND (agent = ?1 OR file <> '')",
    [ACQUIT] = "DELETE FROM going" KEY,
    [HEAR] = "INSERT OR IGNORE INTO heard(call) VALUES(?2)",
    [UNHEAR] = "DELETE FROM heard WHERE call = ?2",
    [KNOWS] =
        "SELECT EXISTS(SELECT 1 FROM notes WHERE call = ?2 AND file = ?3 AND (agent = ?1 OR file <> ''))"
        " OR EXISTS(SELECT 1 FROM heard WHERE call = ?2)",
    [CONDEMN] = "INSERT OR REPLACE INTO going(agent, call, file, number, last) VALUES(?1, ?2, ?3, ?4, ?5)",
    [PUT] =
        "INSERT INTO notes(agent, call, file, changed, marked, text) VALUES(?1, ?2, ?3, ?4, ?5, ?6)" IS_KEY
        "marked = excluded.marked, text = excluded.text, changed = excluded.changed"
        " WHERE excluded.changed > changed",
    [TIDY] = "DELETE FROM notes" KEY " AND marked = 0 AND text = ''"
             " AND NOT EXISTS(SELECT 1 FROM tags AS t WHERE t.agent = ?1 AND t.call = ?2 AND t.file = ?3)",
};

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

/* What a deletion that was committed, by its number, has left. */
#define IS_GONE(table)                                                                                       \
    "DELETE FROM " table " AS n WHERE EXISTS(SELECT 1 FROM going AS g WHERE g.number = %lld AND"             \
    " g.call = n.call AND g.file = n.file AND (g.agent = n.agent OR g.file <> ''));"
#define SETTLE                                                                                               \
    IS_GONE("notes")                                                                                         \
    IS_GONE("tags")                                                                                          \
    "DELETE FROM heard WHERE call IN (SELECT call FROM going WHERE number = %lld AND last <> 0);"            \
    "DELETE FROM going"

/* Never FAILURE_DAMAGED: a query that reads marks would have the archive doubted for it. */
static bool failed(struct notes_file *file, struct failure *failure)
{
    int code = file->database ? sqlite3_errcode(file->database) & 0xff : SQLITE_NOMEM;
    bool is_full = code == SQLITE_FULL;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return failure_set(failure, FAILURE_DISK, tr("end that program, or try again"),
                           tr("another program has the file of marks and notes locked"));
    return failure_set(failure, is_full ? FAILURE_FULL : FAILURE_DISK,
                       is_full ? tr("make room") : tr("check the file and its folder"),
                       tr("marks and notes cannot be read or kept: %s"),
                       file->database ? sqlite3_errmsg(file->database) : "out of memory");
}

static bool execute(struct notes_file *file, const char *sql, struct failure *failure)
{
    return sqlite3_exec(file->database, sql, NULL, NULL, NULL) == SQLITE_OK || failed(file, failure);
}

static int64_t integer(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

#define ALL_NOTES                                                                                            \
    "SELECT agent, call, file, marked, text, changed, (SELECT group_concat(tag, ' ') FROM tags AS t"         \
    " WHERE t.call = n.call AND t.file = n.file AND t.agent = n.agent) FROM notes AS n"                      \
    " ORDER BY call, file, agent"

/* Whether the tables have the columns that they have to. */
static bool has_columns(struct notes_file *file)
{
    sqlite3_stmt *statement = NULL;
    bool has = sqlite3_prepare_v2(file->database, ALL_NOTES, -1, &statement, NULL) == SQLITE_OK;
    sqlite3_finalize(statement);
    return has;
}

/* False without a failure if it has been checked and is not. */
static bool is_sound(struct notes_file *file, struct failure *failure)
{
    sqlite3_stmt *statement = NULL;
    bool is_checked =
        sqlite3_prepare_v2(file->database, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW;
    const char *text = is_checked ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    bool sound = text && strcmp(text, "ok") == 0;
    if (!text)
        failed(file, failure);
    sqlite3_finalize(statement);
    return sound && has_columns(file);
}

/* Before anything is written to it. */
static bool is_foreign(struct notes_file *file)
{
    return !has_columns(file) && (integer(file->database, "PRAGMA application_id") > 0 ||
                                  (integer(file->database, "PRAGMA user_version") == 0 &&
                                   integer(file->database, "SELECT count(*) FROM sqlite_schema") > 0));
}

static bool prepare(struct notes_file *file, struct failure *failure)
{
    if (is_foreign(file))
        return failure_set(failure, FAILURE_USAGE, tr("move it away"), "%s: %s",
                           tr("a database of another program"), sqlite3_db_filename(file->database, "main"));
    if (!execute(file, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON",
                 failure))
        return false;
    int64_t version = integer(file->database, "PRAGMA user_version");
    if (version < 0)
        return failed(file, failure);
    if (version > VERSION)
        return failure_set(failure, FAILURE_USAGE, tr("use the newer one"),
                           tr("the notes are of a newer version of tapedeck"));
    return execute(file, "BEGIN IMMEDIATE", failure) && execute(file, schema, failure) &&
           (version == VERSION || execute(file, "PRAGMA user_version = 2", failure)) && /* it writes always */
           execute(file, "COMMIT", failure);
}

static struct notes_file *open_sound(const char *path, bool *is_damaged, struct failure *failure)
{
    struct notes_file *file = memory_new(sizeof *file);
    *is_damaged = false;
    if (!notes_place_make(path, failure)) {
        free(file);
        return NULL;
    }
    int code = database_open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, &file->database);
    if (code == SQLITE_OK)
        sqlite3_busy_timeout(file->database, PATIENCE_MS);
    if (code != SQLITE_OK)
        failed(file, failure);
    else if (prepare(file, failure) && is_sound(file, failure))
        return file;
    int problem = sqlite3_errcode(file->database) & 0xff;
    *is_damaged = code == SQLITE_OK && failure->kind != FAILURE_USAGE &&
                  (failure->kind == FAILURE_NONE || problem == SQLITE_CORRUPT || problem == SQLITE_NOTADB ||
                   problem == SQLITE_ERROR);
    notes_file_close(&file);
    return NULL;
}

void notes_file_close(struct notes_file **file)
{
    if (!*file)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize((*file)->statements[i]);
    sqlite3_close((*file)->database);
    free(*file);
    *file = NULL;
}

static void put_all(struct notes_file *into, const struct note_table *table)
{
    uint64_t taken = 0;
    struct failure failure;
    for (size_t i = 0; i < table->count; i++)
        notes_file_put(into, &table->notes[i], &taken, &failure);
    for (size_t i = 0; i < table->heard_count; i++)
        notes_file_hear(into, table->heard[i], true, &failure);
}

static void salvage(const char *path, struct notes_file *into)
{
    struct failure failure;
    struct notes_salvage salvage;
    notes_salvage_read(&salvage, path);
    if (notes_file_begin(into, &failure)) {
        put_all(into, &salvage.notes);
        put_all(into, &salvage.tagged);
        notes_file_commit(into, &failure);
    }
    note_table_clear(&salvage.notes);
    note_table_clear(&salvage.tagged);
}

struct notes_file *notes_file_open(const char *path, char **set_aside, struct failure *failure)
{
    bool is_damaged;
    *set_aside = NULL;
    failure->kind = FAILURE_NONE;
    struct notes_file *file = open_sound(path, &is_damaged, failure);
    if (!file && is_damaged && notes_place_clear(path, set_aside)) {
        failure->kind = FAILURE_NONE;
        file = open_sound(path, &is_damaged, failure);
        if (file)
            salvage(*set_aside, file);
    }
    if (file)
        notes_file_has_changed(file);
    else if (is_damaged)
        failure_set(failure, FAILURE_DISK, tr("move it away"),
                    tr("the file of marks and notes is damaged: %s"), path);
    return file;
}

bool notes_file_has_changed(struct notes_file *file)
{
    int64_t version = integer(file->database, "PRAGMA data_version");
    bool has_changed = version != file->version;
    file->version = version;
    return has_changed;
}

static sqlite3_stmt *bind(struct notes_file *file, enum notes_statement which, const struct note_key *key)
{
    sqlite3_stmt **statement = &file->statements[which];
    if (!*statement && sqlite3_prepare_v3(file->database, statement_sql[which], -1, SQLITE_PREPARE_PERSISTENT,
                                          statement, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_bind_text(*statement, 1, key->agent, -1, SQLITE_STATIC);
    sqlite3_bind_int64(*statement, 2, key->call);
    sqlite3_bind_text(*statement, 3, key->file, -1, SQLITE_STATIC);
    if (sqlite3_bind_parameter_count(*statement) >= 4)
        sqlite3_bind_int64(*statement, 4, timestamp_now());
    return *statement;
}

static bool run(struct notes_file *file, sqlite3_stmt *statement, struct failure *failure)
{
    if (!statement)
        return failed(file, failure);
    int code = sqlite3_step(statement);
    bool done = code == SQLITE_DONE || failed(file, failure);
    sqlite3_reset(statement);
    return done;
}

static bool run_simple(struct notes_file *file, enum notes_statement which, const struct note_key *key,
                       struct failure *failure)
{
    return run(file, bind(file, which, key), failure);
}

static bool run_with_text(struct notes_file *file, enum notes_statement which, const struct note_key *key,
                          const char *text, struct failure *failure)
{
    sqlite3_stmt *statement = bind(file, which, key);
    if (statement)
        sqlite3_bind_text(statement, 5, text, -1, SQLITE_STATIC);
    return run(file, statement, failure);
}

bool notes_file_mark(struct notes_file *file, const struct note_key *key, bool is_marked,
                     struct failure *failure)
{
    sqlite3_stmt *statement = bind(file, MARK, key);
    if (statement)
        sqlite3_bind_int(statement, 5, is_marked);
    return run(file, statement, failure) && run_simple(file, TIDY, key, failure);
}

bool notes_file_write(struct notes_file *file, const struct note_key *key, const char *seen, const char *text,
                      struct failure *failure)
{
    sqlite3_stmt *statement = bind(file, WRITE, key);
    if (statement)
        sqlite3_bind_text(statement, 6, seen, -1, SQLITE_STATIC);
    return run_with_text(file, WRITE, key, text, failure) && run_simple(file, TIDY, key, failure);
}

bool notes_file_tag(struct notes_file *file, const struct note_key *key, const char *tag, bool is_set,
                    struct failure *failure)
{
    return run_simple(file, TOUCH, key, failure) &&
           run_with_text(file, is_set ? TAG : UNTAG, key, tag, failure) &&
           run_simple(file, TIDY, key, failure);
}

bool notes_file_forget(struct notes_file *file, const struct note_key *key, struct failure *failure)
{
    return run_simple(file, FORGET, key, failure) && run_simple(file, FORGET_TAGS, key, failure) &&
           run_simple(file, ACQUIT, key, failure);
}

bool notes_file_hear(struct notes_file *file, int64_t call, bool is_heard, struct failure *failure)
{
    return run_simple(file, is_heard ? HEAR : UNHEAR, &(struct note_key){"", call, ""}, failure);
}

bool notes_file_knows(struct notes_file *file, const struct note_key *key)
{
    sqlite3_stmt *statement = bind(file, KNOWS, key);
    bool knows = !statement || sqlite3_step(statement) != SQLITE_ROW || sqlite3_column_int(statement, 0) != 0;
    sqlite3_reset(statement);
    return knows;
}

bool notes_file_condemn(struct notes_file *file, const struct note_key *key, bool is_last, int64_t number,
                        struct failure *failure)
{
    sqlite3_stmt *statement = bind(file, CONDEMN, key);
    if (!statement)
        return failed(file, failure);
    sqlite3_bind_int64(statement, 4, number);
    sqlite3_bind_int(statement, 5, is_last);
    return run(file, statement, failure);
}

bool notes_file_settle(struct notes_file *file, int64_t committed, struct failure *failure)
{
    long long number = committed;
    struct failure ignored;
    if (integer(file->database, "SELECT count(*) FROM going") <= 0)
        return true;
    char *sql = memory_format(SETTLE, number, number, number);
    bool done = notes_file_begin(file, failure) && execute(file, sql, failure);
    done = notes_file_commit(file, done ? failure : &ignored) && done;
    free(sql);
    notes_file_sweep(file);
    return done;
}

static bool put_tags(struct notes_file *file, const struct note_key *key, const char *tags,
                     struct failure *failure)
{
    bool put = run_simple(file, FORGET_TAGS, key, failure);
    for (size_t word; put && *tags; tags += word + strspn(tags + word, " ")) {
        word = strcspn(tags, " ");
        char *tag = memory_text_part(tags, word);
        put = run_with_text(file, TAG, key, tag, failure);
        free(tag);
    }
    return put;
}

bool notes_file_put(struct notes_file *file, const struct note *note, uint64_t *taken,
                    struct failure *failure)
{
    const struct note_key key = {note->agent, note->call, note->file};
    sqlite3_stmt *statement = bind(file, PUT, &key);
    if (!statement)
        return failed(file, failure);
    sqlite3_bind_int64(statement, 4, note->changed);
    sqlite3_bind_int(statement, 5, note->is_marked);
    sqlite3_bind_text(statement, 6, note->text, -1, SQLITE_STATIC);
    if (!run(file, statement, failure))
        return false;
    bool is_newer = sqlite3_changes(file->database) > 0;
    *taken += is_newer;
    return !is_newer || put_tags(file, &key, note->tags, failure);
}

bool notes_file_begin(struct notes_file *file, struct failure *failure)
{
    return execute(file, "BEGIN IMMEDIATE", failure);
}

bool notes_file_commit(struct notes_file *file, struct failure *failure)
{
    if (execute(file, "COMMIT", failure))
        return true;
    sqlite3_exec(file->database, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static char *text_of(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return (char *)(text ? text : "");
}

/* A file of the version before has none. */
static bool read_heard(struct notes_file *file, struct note_table *table, struct failure *failure)
{
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(file->database, "SELECT call FROM heard ORDER BY call", -1, &statement, NULL);
    bool is_older = code == SQLITE_ERROR && integer(file->database, "PRAGMA user_version") == 1;
    while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
        note_table_hear(table, sqlite3_column_int64(statement, 0));
    bool read = is_older || code == SQLITE_DONE || failed(file, failure);
    sqlite3_finalize(statement);
    return read;
}

bool notes_file_read(struct notes_file *file, struct note_table *table, struct failure *failure)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(file->database, ALL_NOTES, -1, &statement, NULL);
    while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const struct note note = {
            .agent = text_of(statement, 0),
            .call = sqlite3_column_int64(statement, 1),
            .file = text_of(statement, 2),
            .is_marked = sqlite3_column_int(statement, 3) != 0,
            .text = text_of(statement, 4),
            .changed = sqlite3_column_int64(statement, 5),
            .tags = text_of(statement, 6),
        };
        note_table_add(table, &note);
    }
    bool read = code == SQLITE_DONE || failed(file, failure);
    sqlite3_finalize(statement);
    return read && read_heard(file, table, failure);
}

struct notes_file *notes_file_open_to_read(const char *path, struct failure *failure)
{
    struct notes_file *file = memory_new(sizeof *file);
    if (database_open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, &file->database) == SQLITE_OK &&
        sqlite3_busy_timeout(file->database, PATIENCE_MS) == SQLITE_OK)
        return file;
    failed(file, failure);
    notes_file_close(&file);
    return NULL;
}

bool notes_file_is_made(struct notes_file *file)
{
    return integer(file->database, "PRAGMA user_version") != 0;
}

void notes_file_sweep(struct notes_file *file)
{
    sqlite3_wal_checkpoint_v2(file->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}
