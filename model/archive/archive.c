#include "model/archive/archive.h"

#include "model/archive/archive_check.h"
#include "model/archive/archive_file.h"
#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/identity.h"
#include "model/archive/row_order.h"
#include "net/base/damaged_name.h"
#include "net/base/folders.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* 2 added the purges, 3 the change log, 4 what could not be decoded, 5 when ranges were seen, 6 the references of
 * agents; 7 changed the condition of an index; 8 added the order by start (row_order.h). */
#define SCHEMA_VERSION 8

const int64_t archive_version = SCHEMA_VERSION;

/* The schema of version 1. Recordings are stored in the order of their ids, in which they arrive, so that filing
 * appends; callers, agent names, queues and types are interned. `file` is a file_key; `call` is INT64_MIN if there is
 * no id. Times are ticks of 100 ns since 1970, NULL if not given. Coverage is kept apart by its grounds: `whole` is 1
 * for answers that ended properly, 0 for cut ones, which prove something only as long as the server keeps ids
 * ascending. Above `tail` everything was read at `as_of`. `lost`: recordings kept although the server lacked them. */
static const char schema[] =
    "CREATE TABLE account(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE agents(agent INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, name TEXT, email "
    "TEXT,"
    " department TEXT, status TEXT, listed INTEGER NOT NULL DEFAULT 0, recordings INTEGER NOT NULL "
    "DEFAULT 0,"
    " tail INTEGER NOT NULL DEFAULT 0, as_of INTEGER, lost INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE coverage(agent INTEGER NOT NULL, whole INTEGER NOT NULL, lo INTEGER NOT NULL, hi "
    "INTEGER "
    "NOT NULL,"
    " PRIMARY KEY(agent, whole, lo)) WITHOUT ROWID;"
    "CREATE TABLE callers(caller INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE);"
    "CREATE TABLE people(person INTEGER PRIMARY KEY, agent_id INTEGER, name TEXT);"
    "CREATE UNIQUE INDEX people_key ON people(name, agent_id);"
    "CREATE TABLE queues(queue INTEGER PRIMARY KEY, queue_id INTEGER, name TEXT);"
    "CREATE UNIQUE INDEX queues_key ON queues(name, queue_id);"
    "CREATE TABLE kinds(kind INTEGER PRIMARY KEY, type TEXT, culture TEXT);"
    "CREATE UNIQUE INDEX kinds_key ON kinds(type, culture);"
    "CREATE TABLE recordings(agent INTEGER NOT NULL, call INTEGER NOT NULL, file NOT NULL, started "
    "INTEGER,"
    " ended INTEGER, caller INTEGER, person INTEGER, queue INTEGER, kind INTEGER,"
    " PRIMARY KEY(agent, call, file)) WITHOUT ROWID;";

/* Version 2. Of an agent, recordings were purged that started before `before`, with ids up to `call`. If coverage
 * reaches from the tail down to that id, what started since is complete. */
static const char purges_schema[] = "CREATE TABLE IF NOT EXISTS purges(agent INTEGER PRIMARY KEY, before "
                                    "INTEGER NOT NULL, call INTEGER NOT NULL);";

/* Version 4. Of an agent, `elements` of answers could not be decoded, the last one at or above the id `place`. A start
 * or end that cannot be parsed is stored as a blob, which SQLite orders above numbers: the index holds only such rows.
 * Version 7 avoids typeof there: with a function in the condition, statements that add rows need a journal each. */
static const char unread_schema[] =
    "CREATE TABLE IF NOT EXISTS unreadable(agent INTEGER PRIMARY KEY, elements INTEGER NOT NULL,"
    " place INTEGER NOT NULL);"
    "DROP INDEX IF EXISTS unread_times;"
    "CREATE INDEX unread_times ON recordings(agent) WHERE started >= x'' OR ended >= x'';";

/* Later additions to the schema; each may be run on an archive of any version. */
static const char *const additions[] = {purges_schema, change_log_schema, unread_schema, identity_schema};

/* Version 5. When earlier ranges were seen is not known: SEEN_UNKNOWN, which is 0. */
static bool add_seen(sqlite3 *database, struct failure *failure)
{
    static const char has_seen[] = "SELECT count(*) FROM pragma_table_info('coverage') WHERE name = 'seen'";
    return database_integer(database, has_seen, 0) > 0 ||
           database_execute(database, "ALTER TABLE coverage ADD COLUMN seen INTEGER NOT NULL DEFAULT 0",
                            failure);
}

static bool add_to_schema(sqlite3 *database, struct failure *failure)
{
    bool added = add_seen(database, failure);
    for (size_t i = 0; added && i < sizeof additions / sizeof *additions; i++)
        added = database_execute(database, additions[i], failure);
    return added;
}

/* Marks the archive as ours and of this version, and commits. */
static bool commit_version(sqlite3 *database, struct failure *failure)
{
    char sql[100];
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT;", ARCHIVE_FILE_MARK,
             SCHEMA_VERSION);
    return database_execute(database, sql, failure);
}

/* Ends a failed transaction; always false. */
static bool roll_back(sqlite3 *database)
{
    sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

char *archive_default_path(const char *account_label, struct failure *failure)
{
    char *name = memory_format("%s.db", account_label);
    for (char *letter = name; *letter; letter++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@", *letter))
            *letter = '_';
    }
    char *path = folders_path(FOLDERS_DATA, name);
    free(name);
    if (!path)
        failure_set(failure, FAILURE_USAGE, tr("set HOME, or use --archive FILE or --no-archive"),
                    tr("neither HOME nor XDG_DATA_HOME says where the archive belongs"));
    return path;
}

bool archive_make_folders(const char *path, struct failure *failure)
{
    return folders_make_for(
        path,
        tr("check the permissions, name another file with --archive, or keep nothing with --no-archive"),
        failure);
}

static bool is_empty(sqlite3 *database)
{
    return database_integer(database, "SELECT count(*) FROM sqlite_schema", -1) == 0 &&
           database_integer(database, "PRAGMA user_version", -1) == 0;
}

/* Does nothing if another program that started at the same time has created it. */
static bool create_schema(sqlite3 *database, const char *base, struct failure *failure)
{
    if (!database_execute(database, "BEGIN IMMEDIATE", failure))
        return false;
    if (!is_empty(database))
        return database_execute(database, "ROLLBACK", failure);
    char *sql = sqlite3_mprintf("%s INSERT INTO account VALUES('base', %Q);", schema, base);
    if (!sql)
        die("out of memory (archive schema)");
    bool created = database_execute(database, sql, failure) && add_to_schema(database, failure) &&
                   row_order_migrate(database, failure) && commit_version(database, failure);
    sqlite3_free(sql);
    return created || roll_back(database);
}

/* Migrates an archive of an older version, unless another program has done so. */
static bool upgrade_schema(sqlite3 *database, struct failure *failure)
{
    if (!database_execute(database, "BEGIN IMMEDIATE", failure))
        return false;
    if (database_integer(database, "PRAGMA user_version", -1) >= SCHEMA_VERSION)
        return database_execute(database, "ROLLBACK", failure);
    return (add_to_schema(database, failure) && file_key_migrate(database, failure) &&
            identity_migrate(database, failure) && row_order_migrate(database, failure) &&
            commit_version(database, failure)) ||
           roll_back(database);
}

static bool check_account(sqlite3 *database, const char *path, const char *base, struct failure *failure)
{
    sqlite3_stmt *statement =
        database_prepare(database, "SELECT value FROM account WHERE name = 'base'", failure);
    if (!statement)
        return false;
    bool same = false;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const char *stored = (const char *)sqlite3_column_text(statement, 0);
        same = stored && strcmp(stored, base) == 0;
        char quoted[120];
        if (!same)
            failure_set(failure, FAILURE_USAGE, tr("name another file with --archive, or use that address"),
                        tr("the archive %s belongs to another account: %s"), path,
                        failure_quote(quoted, sizeof quoted, stored ? stored : "unknown"));
    } else {
        database_failed(database, "read", failure);
    }
    sqlite3_finalize(statement);
    return same;
}

bool archive_judge(sqlite3 *database, const char *path, const char *base, int64_t *version,
                   struct failure *failure)
{
    *version = database_integer(database, "PRAGMA user_version", -1);
    int64_t application = database_integer(database, "PRAGMA application_id", -1);
    if (*version < 0 || application < 0)
        return database_failed(database, "read", failure);
    if (application != ARCHIVE_FILE_MARK)
        return failure_set(failure, FAILURE_USAGE,
                           tr("it was left as it is; name another file with --archive"),
                           tr("a database of another program: %s"), path);
    if (*version > SCHEMA_VERSION)
        return failure_set(
            failure, FAILURE_USAGE, tr("update tapedeck, or name another file with --archive"),
            tr("the archive %s was made by a newer tapedeck (version %lld, this one knows %d)"), path,
            (long long)*version, SCHEMA_VERSION);
    return check_account(database, path, base, failure);
}

/* Whether the archive cannot be migrated because it is read-only; *failure then says so. */
static bool refuse_older(sqlite3 *database, const char *path, int64_t version, struct failure *failure)
{
    if (!database_is_read_only(database))
        return false;
    failure_set(
        failure, FAILURE_DISK, tr("make file and folder writable for once, or name a copy with --archive"),
        tr("the archive %s was made by an older tapedeck (version %lld, this one needs %d) and cannot be "
           "brought up to date: it is read-only"),
        path, (long long)version, SCHEMA_VERSION);
    return true;
}

static bool check_version(sqlite3 *database, const char *path, const char *base, struct failure *failure)
{
    int64_t version;
    if (is_empty(database) && !create_schema(database, base, failure))
        return false;
    return archive_judge(database, path, base, &version, failure) &&
           (version == SCHEMA_VERSION ||
            (!refuse_older(database, path, version, failure) && upgrade_schema(database, failure)));
}

/* Checks the whole archive, which takes long for a long history: only if damage was recorded. */
static bool check_suspicion(sqlite3 *database, const char *path, struct failure *failure)
{
    char *suspicion = database_suspicion_name(path);
    bool sound = access(suspicion, F_OK) != 0 || archive_check(database, failure);
    if (sound)
        unlink(suspicion);
    free(suspicion);
    return sound;
}

static sqlite3 *open_judged(const char *path, const char *base, enum database_mode mode,
                            struct database_wait *wait, struct failure *failure)
{
    mode_t mask = umask(077);
    sqlite3 *database = database_open_by(path, mode, wait, failure);
    umask(mask);
    if (database && !check_version(database, path, base, failure))
        database_close(&database);
    return database;
}

static sqlite3 *open_checked(const char *path, const char *base, enum database_mode mode,
                             struct database_wait *wait, struct failure *failure)
{
    sqlite3 *database = open_judged(path, base, mode, wait, failure);
    if (database && !check_suspicion(database, path, failure))
        database_close(&database);
    return database;
}

static bool rename_part(const char *path, const char *target, const char *suffix)
{
    char *from = memory_format("%s%s", path, suffix);
    char *to = memory_format("%s%s", target, suffix);
    bool renamed = rename(from, to) == 0 || errno == ENOENT;
    free(from);
    free(to);
    return renamed;
}

/* Renames the file with SQLite's companion files. */
static bool put_aside(const char *path, char *set_aside, size_t size)
{
    char *name = damaged_name_new(path);
    snprintf(set_aside, size, "%s", name);
    free(name);
    if (!rename_part(path, set_aside, "-wal") || !rename_part(path, set_aside, "-shm") ||
        !rename_part(path, set_aside, ""))
        return false;
    char *suspicion = database_suspicion_name(path);
    unlink(suspicion);
    free(suspicion);
    return true;
}

static sqlite3 *open_at(const char *place, const char *base, struct database_wait *wait, char *set_aside,
                        size_t set_aside_size, struct failure *failure)
{
    enum archive_file_kind kind;
    if (!archive_file_look(place, base, &kind, failure))
        return NULL;
    if (database_is_fixed(place))
        return open_checked(place, base, DATABASE_READ, wait, failure);
    sqlite3 *database = NULL;
    if (!archive_file_is_damaged(kind, failure))
        database = open_checked(place, base, DATABASE_WRITE, wait, failure);
    if (database || failure->kind != FAILURE_DAMAGED || kind == ARCHIVE_FILE_EMPTY)
        return database;
    log_line("the archive %s is damaged: %s", place, failure->what);
    if (put_aside(place, set_aside, set_aside_size))
        return open_checked(place, base, DATABASE_WRITE, wait, failure);
    set_aside[0] = '\0';
    return NULL;
}

sqlite3 *archive_open(const char *path, const char *base, struct database_wait *wait, char *set_aside,
                      size_t set_aside_size, struct failure *failure)
{
    set_aside[0] = '\0';
    if (database_is_memory(path))
        return open_checked(path, base, DATABASE_WRITE, wait, failure);
    char *place = archive_file_place(path, failure);
    sqlite3 *database = place ? open_at(place, base, wait, set_aside, set_aside_size, failure) : NULL;
    free(place);
    return database;
}

sqlite3 *archive_open_again(const char *place, const char *base, struct database_wait *wait,
                            struct failure *failure)
{
    return open_judged(place, base, database_is_fixed(place) ? DATABASE_READ : DATABASE_WRITE, wait, failure);
}

/* Whether archive_open would open it to write, and would neither create nor check nor set it aside. */
static bool is_usual(const char *place, const char *base, struct failure *failure)
{
    enum archive_file_kind kind;
    char *suspicion = database_suspicion_name(place);
    bool is_suspect = access(suspicion, F_OK) == 0;
    free(suspicion);
    return !is_suspect && archive_file_look(place, base, &kind, failure) && kind == ARCHIVE_FILE_MARKED &&
           !database_is_fixed(place);
}

sqlite3 *archive_open_to_read(const char *place, const char *base, struct database_wait *wait,
                              struct failure *failure)
{
    int64_t version = 0;
    sqlite3 *database =
        is_usual(place, base, failure) ? database_open_by(place, DATABASE_READ, wait, failure) : NULL;
    if (database && (!archive_judge(database, place, base, &version, failure) || version != SCHEMA_VERSION))
        database_close(&database);
    return database;
}
