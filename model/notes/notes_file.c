#include "model/notes/notes_file.h"

#include "model/notes/notes_opening.h"
#include "model/notes/notes_place.h"
#include "model/notes/notes_salvage.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum notes_statement {
    MARK,
    WRITE,
    TOUCH,
    TAG,
    UNTAG,
    PUT_TAG,
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
    bool is_doubtful;                     /* damage was met */
    int64_t version;                      /* PRAGMA data_version at the last read; -1 before the first */
    uint64_t number;                      /* see notes_place_number */
};

#define DATA_VERSION "PRAGMA data_version"
#define KEY " WHERE agent = ?1 AND call = ?2 AND file = ?3"
#define IS_KEY " ON CONFLICT(agent, call, file) DO UPDATE SET "
/* The time of a change always grows, even after the clock was set back: an import on another machine takes the later
 * version. */
#define IS_CHANGED "changed = CASE WHEN excluded.changed > changed THEN excluded.changed ELSE changed + 1 END"

static const char *const statement_sql[STATEMENTS] = {
    [MARK] = "INSERT INTO notes(agent, call, file, changed, marked) VALUES(?1, ?2, ?3, ?4, ?5)" IS_KEY
             "marked = excluded.marked, " IS_CHANGED,
    /* Where another program has written meanwhile: if the seen text (?6) is still there as whole lines, the new text
     * (?5) replaces these lines; if the new text is there already, nothing changes; else it is appended as lines of
     * its own. */
    [WRITE] = "INSERT INTO notes(agent, call, file, changed, text) VALUES(?1, ?2, ?3, ?4, ?5)" IS_KEY
              "text = CASE WHEN text IN ('', ?6, ?5) THEN ?5 WHEN ?5 = '' THEN text"
              " WHEN ?6 <> '' AND instr(char(10) || text || char(10), char(10) || ?6 || char(10)) THEN"
              " substr(text, 1, instr(char(10) || text || char(10), char(10) || ?6 || char(10)) - 1) || ?5 ||"
              " substr(text, instr(char(10) || text || char(10), char(10) || ?6 || char(10)) + length(?6))"
              " WHEN instr(char(10) || text || char(10), char(10) || ?5 || char(10)) THEN text"
              " ELSE text || char(10) || ?5 END, " IS_CHANGED,
    [TOUCH] = "INSERT INTO notes(agent, call, file, changed) VALUES(?1, ?2, ?3, ?4)" IS_KEY IS_CHANGED,
    [TAG] = "INSERT OR IGNORE INTO tags(agent, call, file, tag) VALUES(?1, ?2, ?3, ?5)",
    [UNTAG] = "DELETE FROM tags" KEY " AND tag = ?5",
    [PUT_TAG] =
        "INSERT OR IGNORE INTO tags(agent, call, file, tag) SELECT agent, call, file, ?5 FROM notes" KEY
        " AND changed = ?4",
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

/* Completes the deletion of that number, which the archive has committed. Lower numbers were never committed and are
 * dropped; a higher one may belong to a transaction that is still open. */
#define IS_GONE(table)                                                                                       \
    "DELETE FROM " table " AS n WHERE EXISTS(SELECT 1 FROM going AS g WHERE g.number = %lld AND"             \
    " g.call = n.call AND g.file = n.file AND (g.agent = n.agent OR g.file <> ''));"
#define SETTLE                                                                                               \
    IS_GONE("notes")                                                                                         \
    IS_GONE("tags")                                                                                          \
    "DELETE FROM heard WHERE call IN (SELECT call FROM going WHERE number = %lld AND last <> 0);"            \
    "DELETE FROM going WHERE number <= %lld"

#define ALL_NOTES                                                                                            \
    "SELECT agent, call, file, marked, text, changed, (SELECT group_concat(tag, ' ') FROM tags AS t"         \
    " WHERE t.call = n.call AND t.file = n.file AND t.agent = n.agent) FROM notes AS n"                      \
    " ORDER BY call, file, agent"

static bool failed(struct notes_file *file, struct failure *failure)
{
    file->is_doubtful = file->is_doubtful || notes_opening_met_damage(file->database);
    return notes_opening_failed(file->database, failure);
}

static bool execute(struct notes_file *file, const char *sql, struct failure *failure)
{
    return sqlite3_exec(file->database, sql, NULL, NULL, NULL) == SQLITE_OK || failed(file, failure);
}

static int64_t integer(struct notes_file *file, const char *sql)
{
    return notes_opening_integer(file->database, sql);
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

static bool put_all(struct notes_file *into, const struct note_table *table, struct failure *failure)
{
    uint64_t taken = 0;
    bool put = true;
    for (size_t i = 0; put && i < table->count; i++)
        put = notes_file_put(into, &table->notes[i], &taken, failure);
    for (size_t i = 0; put && i < table->heard_count; i++)
        put = notes_file_hear(into, table->heard[i], true, failure);
    return put;
}

static bool condemn_all(struct notes_file *into, const struct note_table *going, struct failure *failure)
{
    bool done = true;
    for (size_t i = 0; done && i < going->count; i++) {
        const struct note *note = &going->notes[i];
        done = notes_file_condemn(into, &(struct note_key){note->agent, note->call, note->file},
                                  note->is_marked, note->changed, failure);
    }
    return done;
}

/* Copies what can be read of the damaged file at `path`. False with *failure filled if that cannot be opened, or the
 * copy not be written. */
static bool salvage(const char *path, struct notes_file *into, struct failure *failure)
{
    struct failure ignored;
    struct notes_salvage salvage;
    if (!notes_salvage_read(&salvage, path, failure))
        return false;
    bool done = notes_file_begin(into, failure) && put_all(into, &salvage.notes, failure) &&
                put_all(into, &salvage.tagged, failure) && condemn_all(into, &salvage.going, failure);
    done = notes_file_commit(into, done ? failure : &ignored) && done;
    notes_salvage_clear(&salvage);
    return done;
}

static struct notes_file *make(sqlite3 *database)
{
    struct notes_file *file = memory_new(sizeof *file);
    file->database = database;
    file->version = -1;
    file->number = notes_place_number(sqlite3_db_filename(database, "main"));
    return file;
}

/* Copies the rows of a file that is being mended, perhaps left so by a program that was killed, and sets that file
 * aside. */
static bool take_over(const char *path, struct notes_file *file, char **set_aside, struct failure *failure)
{
    if (!notes_place_is_mending(path))
        return true;
    char *mending = notes_place_mending(path);
    bool done = salvage(mending, file, failure);
    free(mending);
    if (done)
        notes_place_set_aside(path, set_aside);
    return done;
}

/* Where two programs find the file damaged at the same time one of them moves it away; the other tries again and
 * finds the new file. */
struct notes_file *notes_file_open(const char *path, char **set_aside, struct failure *failure)
{
    enum { MOST_TRIES = 3 };
    bool is_damaged = true, is_cleared = false;
    sqlite3 *database = NULL;
    *set_aside = NULL;
    notes_place_go_on(path);
    for (int tries = 0; !database && is_damaged && !is_cleared && tries < MOST_TRIES; tries++) {
        uint64_t number = notes_place_number(path);
        database = notes_opening_run(path, &is_damaged, failure);
        if (!database && is_damaged && !notes_place_clear(path, number, &is_cleared))
            break;
    }
    if (is_cleared)
        database = notes_opening_run(path, &is_damaged, failure);
    if (is_cleared && !database && (notes_place_number(path) == 0 || notes_place_is_emptied(path)))
        notes_place_put_back(path);
    if (!database && is_damaged)
        failure_set(failure, FAILURE_DISK, tr("move it away"),
                    tr("the file of marks and notes is damaged: %s"), path);
    if (!database)
        return NULL;
    struct notes_file *file = make(database);
    if (!take_over(path, file, set_aside, failure)) {
        notes_file_close(&file);
        if (is_cleared)
            notes_place_put_back(path);
    }
    return file;
}

bool notes_file_has_changed(struct notes_file *file)
{
    return integer(file, DATA_VERSION) != file->version;
}

bool notes_file_is_doubtful(const struct notes_file *file)
{
    return file->is_doubtful;
}

bool notes_file_is_lost(struct notes_file *file)
{
    int moved = 0;
    sqlite3_file_control(file->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0 || notes_place_is_emptied(sqlite3_db_filename(file->database, "main"));
}

uint64_t notes_file_number(const struct notes_file *file)
{
    return file->number;
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
    if (integer(file, "SELECT count(*) FROM going") <= 0)
        return true;
    char *sql = memory_format(SETTLE, number, number, number, number);
    bool done = notes_file_begin(file, failure) && execute(file, sql, failure);
    done = notes_file_commit(file, done ? failure : &ignored) && done;
    free(sql);
    notes_file_sweep(file);
    return done;
}

static bool put_tags(struct notes_file *file, const struct note *note, struct failure *failure)
{
    const struct note_key key = {note->agent, note->call, note->file};
    bool put = true;
    for (size_t word, at = 0; put && note->tags[at]; at += word + strspn(note->tags + at + word, " ")) {
        word = strcspn(note->tags + at, " ");
        sqlite3_stmt *statement = bind(file, PUT_TAG, &key);
        if (statement) {
            sqlite3_bind_int64(statement, 4, note->changed);
            sqlite3_bind_text(statement, 5, note->tags + at, (int)word, SQLITE_STATIC);
        }
        put = run(file, statement, failure);
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
    return (!is_newer || run_simple(file, FORGET_TAGS, &key, failure)) && put_tags(file, note, failure);
}

bool notes_file_begin(struct notes_file *file, struct failure *failure)
{
    return execute(file, "BEGIN IMMEDIATE", failure);
}

bool notes_file_commit(struct notes_file *file, struct failure *failure)
{
    if (!execute(file, "COMMIT", failure)) {
        sqlite3_exec(file->database, "ROLLBACK", NULL, NULL, NULL);
        return false;
    }
    sqlite3_busy_timeout(file->database, 0);
    notes_file_sweep(file);
    sqlite3_busy_timeout(file->database, NOTES_PATIENCE_MS);
    return true;
}

bool notes_file_put_all(struct notes_file *file, const struct note_table *table, struct failure *failure)
{
    struct failure ignored;
    bool done = notes_file_begin(file, failure) && put_all(file, table, failure);
    return notes_file_commit(file, done ? failure : &ignored) && done;
}

static char *text_of(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return (char *)(text ? text : "");
}

/* Files of version 1 have no such table. */
static bool read_heard(struct notes_file *file, struct note_table *table, struct failure *failure)
{
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(file->database, "SELECT call FROM heard ORDER BY call", -1, &statement, NULL);
    bool is_older = code == SQLITE_ERROR && integer(file, "PRAGMA user_version") == 1;
    while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
        note_table_hear(table, sqlite3_column_int64(statement, 0));
    bool read = is_older || code == SQLITE_DONE || failed(file, failure);
    sqlite3_finalize(statement);
    return read;
}

bool notes_file_read(struct notes_file *file, struct note_table *table, struct failure *failure)
{
    sqlite3_stmt *statement = NULL;
    int64_t version = integer(file, DATA_VERSION); /* before the rows: a later change then counts as unread */
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
    read = read && read_heard(file, table, failure);
    if (read)
        file->version = version;
    return read;
}

struct notes_file *notes_file_open_to_read(const char *path, struct failure *failure)
{
    /* Readers of a database in WAL mode write, too: to its -shm file. */
    sqlite3 *database = notes_opening_database(path, SQLITE_OPEN_READWRITE, failure);
    return database ? make(database) : NULL;
}

void notes_file_sweep(struct notes_file *file)
{
    sqlite3_wal_checkpoint_v2(file->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}
