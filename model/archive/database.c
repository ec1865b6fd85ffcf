#include "model/archive/database.h"

#include "net/base/memory.h"
#include "net/base/monotonic.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void database_init(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* unused statistics that cost a lock per allocation */
    if (sqlite3_initialize() != SQLITE_OK)
        die("SQLite cannot be used");
}

bool database_is_memory(const char *path)
{
    return path[0] == 'f' && sqlite3_strglob("file:/tapedeck-*?vfs=memdb", path) == 0;
}

char *database_memory_name(void)
{
    static unsigned count;
    return memory_format("file:/tapedeck-%ld-%u?vfs=memdb", (long)getpid(), ++count);
}

static const char *settings_of(const char *path, enum database_mode mode)
{
    if (database_is_memory(path))
        return mode == DATABASE_WRITE ? "PRAGMA journal_mode=MEMORY; PRAGMA temp_store=MEMORY;"
                                      : "PRAGMA query_only=ON; PRAGMA temp_store=MEMORY;";
    return mode == DATABASE_WRITE
               ? "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                 "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000;"
                 "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=OFF;"
               : "PRAGMA query_only=ON; PRAGMA cache_size=-5000; PRAGMA temp_store=MEMORY;";
}

bool database_is_fixed(const char *path)
{
    if (database_is_memory(path) || access(path, F_OK) != 0)
        return false;
    const char *slash = strrchr(path, '/');
    char *folder = slash ? memory_text_part(path, (size_t)(slash - path + 1)) : memory_text(".");
    bool is_fixed = access(path, W_OK) != 0 || access(folder, W_OK) != 0;
    free(folder);
    return is_fixed;
}

bool database_is_read_only(sqlite3 *database)
{
    return sqlite3_db_readonly(database, "main") == 1;
}

/* Whether the file has no write-ahead log, which would have to be read with it, under locks. */
static bool lacks_log(const char *path)
{
    char *log = memory_format("%s-wal", path);
    bool lacks = access(log, F_OK) != 0;
    free(log);
    return lacks;
}

/* The file as a URI with immutable=1: SQLite neither locks it nor creates files beside it. The caller frees. */
static char *fixed_name(const char *path)
{
    char *name = memory_text(path[0] == '/' ? "file:" : "file:./");
    for (const char *at = path; *at; at++) {
        bool escaped = strchr("%?#", *at);
        char *longer =
            escaped ? memory_format("%s%%%02x", name, (unsigned char)*at) : memory_format("%s%c", name, *at);
        free(name);
        name = longer;
    }
    char *uri = memory_format("%s?immutable=1", name);
    free(name);
    return uri;
}

static bool tell(struct failure *failure, enum failure_kind kind, const char *advice, const char *path,
                 const char *what);

int database_wait(void *context, int tries)
{
    enum { FIRST_MS = 1, LONGEST_MS = 50 };
    struct database_wait *wait = context;
    if (tries == 0) {
        wait->since = monotonic_ms();
        wait->reported = false;
    }
    int64_t waited = monotonic_ms() - wait->since;
    if (waited >= DATABASE_TOLD_MS && !wait->reported) {
        wait->reported = true;
        wait->waiting(wait->context);
    }
    if (waited >= DATABASE_PATIENCE_MS || (wait->goes_on && !wait->goes_on(wait->context)))
        return 0;
    sqlite3_sleep(tries < LONGEST_MS ? FIRST_MS + tries : LONGEST_MS);
    return 1;
}

void database_wait_by(sqlite3 *database, struct database_wait *wait)
{
    if (wait)
        sqlite3_busy_handler(database, database_wait, wait);
    else
        sqlite3_busy_timeout(database, DATABASE_PATIENCE_MS);
}

/* Whether another file, or none, is at its path now: another program may have removed it between the opening and the
 * first lock. */
static bool has_moved(sqlite3 *database)
{
    int moved = 0;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

/* Locks the file and checks that it is still there before anything is written to it or beside it. In WAL mode a
 * connection keeps a shared lock while it is open, and no program of ours removes the file then. */
static bool prepare(sqlite3 *database, const char *path, enum database_mode mode, bool *moved,
                    struct failure *failure)
{
    if (mode == DATABASE_READ)
        return database_execute(database, settings_of(path, mode), failure);
    bool locked = database_execute(database, "BEGIN; SELECT count(*) FROM sqlite_schema", failure);
    *moved = has_moved(database);
    if (!locked || *moved)
        return false;
    bool set = database_execute(database, "COMMIT", failure) &&
               database_execute(database, settings_of(path, mode), failure);
    *moved = has_moved(database);
    return set && !*moved;
}

/* Whether the index of the write-ahead log (-shm), which programs share, cannot be created: the disk is full. */
static bool lacks_index(sqlite3 *database)
{
    int code = sqlite3_extended_errcode(database);
    return code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMOPEN;
}

int database_open_file(const char *name, int flags, sqlite3 **database)
{
    static atomic_bool is_alone; /* for good: one process must not lock a file in both ways */
    if (!is_alone) {
        int code = sqlite3_open_v2(name, database, flags, NULL);
        sqlite3_exec(*database, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
        if (code != SQLITE_OK || !lacks_index(*database))
            return code;
        sqlite3_close(*database);
        is_alone = true;
    }
    return sqlite3_open_v2(name, database, flags, "unix-excl");
}

/* One try of database_open_by. SQLite reports busy at once, without waiting, to programs that switch the same file to
 * WAL mode at the same moment: *is_busy. */
static sqlite3 *open_once(const char *path, enum database_mode mode, struct database_wait *wait, bool *moved,
                          bool *is_busy, struct failure *failure)
{
    sqlite3 *database = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    bool is_fixed = mode == DATABASE_READ && database_is_fixed(path) && lacks_log(path);
    char *name = is_fixed ? fixed_name(path) : memory_text(path);
    if (is_fixed || database_is_memory(path))
        flags |= SQLITE_OPEN_URI; /* not otherwise: a file may be named file:… */
    if (mode == DATABASE_WRITE)
        flags |= SQLITE_OPEN_CREATE;
    int code = database_open_file(name, flags, &database);
    free(name);
    if (code != SQLITE_OK) {
        database_failed(database, "open", failure);
        database_close(&database);
        return NULL;
    }
    sqlite3_extended_result_codes(database, 1);
    /* Query planner stability: else a cached statement is prepared again whenever other values are bound to it. */
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    database_wait_by(database, wait);
    if (!prepare(database, path, mode, moved, failure)) {
        *is_busy = (sqlite3_errcode(database) & 0xff) == SQLITE_BUSY;
        database_close(&database);
    }
    return database;
}

sqlite3 *database_open(const char *path, enum database_mode mode, struct failure *failure)
{
    return database_open_by(path, mode, NULL, failure);
}

sqlite3 *database_open_by(const char *path, enum database_mode mode, struct database_wait *wait,
                          struct failure *failure)
{
    enum { MOST_MOVES = 10, AGAIN_MS = 20 };
    int64_t until = monotonic_ms() + DATABASE_PATIENCE_MS;
    for (int moves = 0; moves < MOST_MOVES;) {
        bool moved = false, is_busy = false;
        sqlite3 *database = open_once(path, mode, wait, &moved, &is_busy, failure);
        is_busy =
            is_busy && monotonic_ms() < until && (!wait || !wait->goes_on || wait->goes_on(wait->context));
        if (!moved && !is_busy)
            return database;
        moves += moved;
        if (is_busy)
            sqlite3_sleep(AGAIN_MS);
    }
    tell(failure, FAILURE_DISK, tr("start again"), path, tr("the archive is removed again and again"));
    return NULL;
}

/* Leaving WAL mode fails if another connection has the file open, since that holds a lock. */
bool database_take_alone(sqlite3 *database)
{
    struct failure failure;
    sqlite3_busy_timeout(database, 0);
    return database_execute(
        database, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE", &failure);
}

void database_close(sqlite3 **database)
{
    if (!*database)
        return;
    sqlite3_stmt *statement;
    while ((statement = sqlite3_next_stmt(*database, NULL)))
        sqlite3_finalize(statement);
    sqlite3_close(*database);
    *database = NULL;
}

bool database_only_read(sqlite3 *database, const char *path, struct failure *failure)
{
    database_wait_by(database, NULL);
    return database_execute(database, settings_of(path, DATABASE_READ), failure);
}

char *database_suspicion_name(const char *path)
{
    return memory_format("%s-suspect", path);
}

void database_remember_damage(sqlite3 *database)
{
    const char *path = sqlite3_db_filename(database, "main");
    if (!path || !*path)
        return;
    sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    char *name = database_suspicion_name(path);
    int file = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
    free(name);
}

static int last_error_of(sqlite3_file *file)
{
    int error = 0;
    if (file && file->pMethods)
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
}

static bool is_lack_of_room(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

/* Whether the disk has no room for the index of the write-ahead log: a program that has the archive open then has it
 * alone, see database_open_file. */
static bool has_full_disk(const char *path)
{
    enum { INDEX_SIZE = 32 * 1024 };
    const char *slash = path ? strrchr(path, '/') : NULL;
    char *folder = slash ? memory_text_part(path, (size_t)(slash - path) + 1) : memory_text(".");
    int file = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    int error = file < 0 ? errno : posix_fallocate(file, 0, INDEX_SIZE);
    if (file >= 0)
        close(file);
    free(folder);
    return is_lack_of_room(error);
}

/* Whether the file or its log could not be written for want of room; quotas and size limits count as a full disk. */
static bool lacks_room(sqlite3 *database)
{
    static const int pointers[] = {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER};
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        sqlite3_file *file = NULL;
        sqlite3_file_control(database, "main", pointers[i], &file);
        if (is_lack_of_room(last_error_of(file)))
            return true;
    }
    return false;
}

/* The end of a path, as much as a message has room for behind its more important text. */
static const char *end_of(const char *path)
{
    enum { SHOWN = 90 };
    size_t length = strlen(path);
    const char *end = length > SHOWN ? path + length - SHOWN : path;
    while (((unsigned char)*end & 0xc0) == 0x80) /* do not begin within a UTF-8 sequence */
        end++;
    return end;
}

static bool tell(struct failure *failure, enum failure_kind kind, const char *advice, const char *path,
                 const char *what)
{
    bool has_path = path && *path;
    char *text = memory_format("%s%s%s", advice, has_path ? ": " : "", has_path ? end_of(path) : "");
    failure_set(failure, kind, text, "%s", what);
    free(text);
    return false;
}

/* The translated sentence for an operation that failed, see database_failed. */
static const char *sentence_of(const char *what)
{
    static const struct {
        const char *what, *sentence;
    } sentences[] = {
        {"read", N_("cannot read the archive: %s")},
        {"write to", N_("cannot write to the archive: %s")},
        {"delete from", N_("cannot delete from the archive: %s")},
        {"open", N_("cannot open the archive: %s")},
        {"check", N_("cannot check the archive: %s")},
        {"clean", N_("cannot clean the archive: %s")},
        {"bring up to date", N_("cannot bring the archive up to date: %s")},
        {NULL, N_("cannot use the archive: %s")},
    };
    size_t i = 0;
    while (sentences[i].what && strcmp(sentences[i].what, what) != 0)
        i++;
    return tr(sentences[i].sentence);
}

bool database_failed(sqlite3 *database, const char *what, struct failure *failure)
{
    int code = database ? sqlite3_errcode(database) & 0xff : SQLITE_NOMEM;
    const char *path = database ? sqlite3_db_filename(database, "main") : NULL;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        database_remember_damage(database);
        return tell(failure, FAILURE_DAMAGED, tr("start again to have it set aside"), path,
                    tr("the archive is damaged"));
    }
    if (code == SQLITE_FULL || (code == SQLITE_IOERR && lacks_room(database)))
        return tell(failure, FAILURE_FULL, tr("make room and refresh; nothing that was filed is lost"), path,
                    tr("the disk is full"));
    if (code == SQLITE_READONLY)
        return tell(failure, FAILURE_DISK, tr("make file and folder writable, or read it with --offline"),
                    path, tr("the archive is read-only"));
    if ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && has_full_disk(path))
        return tell(failure, FAILURE_DISK, tr("make room, close that program and start again"), path,
                    tr("the disk is full, and another program holds the archive"));
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return tell(failure, FAILURE_DISK, tr("close it and refresh"), path,
                    tr("another program holds the archive"));
    const char *sentence = sentence_of(what), *place = strstr(sentence, "%s");
    char *text = memory_format("%.*s%s%s", (int)(place - sentence), sentence,
                               database ? sqlite3_errmsg(database) : "out of memory", place + 2);
    tell(failure, FAILURE_DISK, tr("check the disk and the folder's permissions"), path, text);
    free(text);
    return false;
}

bool database_execute(sqlite3 *database, const char *sql, struct failure *failure)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        return database_failed(database, "use", failure);
    return true;
}

sqlite3_stmt *database_prepare(sqlite3 *database, const char *sql, struct failure *failure)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (code == SQLITE_OK)
        return statement;
    if ((code & 0xff) == SQLITE_ERROR)
        failure_set(failure, FAILURE_DISK, tr("move the file away, or name another one with --archive"),
                    tr("the archive is not as this program makes it: %s"), sqlite3_errmsg(database));
    else
        database_failed(database, "read", failure);
    return NULL;
}

int64_t database_integer(sqlite3 *database, const char *sql, int64_t fallback)
{
    struct failure failure;
    sqlite3_stmt *statement = database_prepare(database, sql, &failure);
    if (!statement)
        return fallback;
    int64_t value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : fallback;
    sqlite3_finalize(statement);
    return value;
}

void database_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, index);
}

void database_bind_integer(sqlite3_stmt *statement, int index, int64_t value, int64_t none)
{
    if (value == none)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_int64(statement, index, value);
}

int64_t database_column_integer(sqlite3_stmt *statement, int column, int64_t none)
{
    sqlite3_value *value = sqlite3_column_value(statement, column); /* one look-up for type and value */
    return sqlite3_value_type(value) == SQLITE_INTEGER ? sqlite3_value_int64(value) : none;
}

void database_bind_numbers(sqlite3_stmt *statement, const int64_t numbers[], int count)
{
    for (int i = 0; i < count; i++)
        sqlite3_bind_int64(statement, i + 1, numbers[i]);
}

bool database_done(sqlite3 *database, sqlite3_stmt *statement, int code, struct failure *failure)
{
    bool is_done = code == SQLITE_ROW || code == SQLITE_DONE ||
                   database_failed(database, "read", failure); /* before the reset, which clears the error */
    sqlite3_reset(statement);
    return is_done;
}

bool database_run(sqlite3 *database, sqlite3_stmt *statement, const char *what, struct failure *failure)
{
    int code = sqlite3_step(statement);
    bool is_run = code == SQLITE_DONE || code == SQLITE_ROW || database_failed(database, what, failure);
    sqlite3_reset(statement);
    return is_run;
}

bool database_run_with(sqlite3 *database, const char *sql, const int64_t numbers[], int count,
                       struct failure *failure)
{
    sqlite3_stmt *statement = database_prepare(database, sql, failure);
    if (!statement)
        return false;
    database_bind_numbers(statement, numbers, count);
    bool done = database_run(database, statement, "write to", failure);
    sqlite3_finalize(statement);
    return done;
}
