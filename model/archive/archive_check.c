#include "model/archive/archive_check.h"

#include "model/archive/database.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICENESS 10 /* of the checking thread only: on Linux setpriority applies to a thread */

/* Each query returns a row if tables contradict each other. SQLite's own check compares a table with its indexes, but
 * not with other tables. */
static const char *const contradictions[] = {
    "SELECT 'recordings of an agent' FROM agents LEFT JOIN (SELECT agent, count(*) AS rows FROM recordings"
    " GROUP BY agent) USING (agent) WHERE recordings IS NOT coalesce(rows, 0)",
    /* NULL refers to nothing, but NULL NOT IN an empty table is true. */
    "SELECT 'references' FROM recordings WHERE agent NOT IN (SELECT agent FROM agents)"
    " OR (caller NOT NULL AND caller NOT IN (SELECT caller FROM callers))"
    " OR (person NOT NULL AND person NOT IN (SELECT person FROM people))"
    " OR (queue NOT NULL AND queue NOT IN (SELECT queue FROM queues))"
    " OR (kind NOT NULL AND kind NOT IN (SELECT kind FROM kinds))"
    " OR typeof(file) NOT IN ('blob', 'text') OR typeof(call) <> 'integer'",
    "SELECT 'coverage' FROM coverage WHERE whole NOT IN (0, 1) OR typeof(lo) <> 'integer' OR typeof(hi) <>"
    " 'integer' OR lo >= hi OR agent NOT IN (SELECT agent FROM agents)",
};

static bool damaged(sqlite3 *database, struct failure *failure, const char *why)
{
    database_remember_damage(database);
    char quoted[120];
    return failure_set(failure, FAILURE_DAMAGED, tr("start again to have it set aside"),
                       tr("the archive is damaged (%s)"),
                       failure_quote(quoted, sizeof quoted, why ? why : "unknown"));
}

/* Runs a query that has to return the text `good` or, if that is NULL, no row. */
static bool expect(sqlite3 *database, const char *sql, const char *good, struct failure *failure)
{
    sqlite3_stmt *statement = database_prepare(database, sql, failure);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    const char *text = code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    bool sound = good ? text && strcmp(text, good) == 0 : code == SQLITE_DONE;
    if (!sound && code == SQLITE_ROW)
        damaged(database, failure, text);
    else if (!sound)
        database_failed(database, "check", failure);
    sqlite3_finalize(statement);
    return sound;
}

bool archive_check(sqlite3 *database, struct failure *failure)
{
    bool sound = expect(database, "PRAGMA integrity_check(1)", "ok", failure);
    for (size_t i = 0; sound && i < sizeof contradictions / sizeof *contradictions; i++)
        sound = expect(database, contradictions[i], NULL, failure);
    return sound;
}

struct archive_checker {
    uv_async_t async;
    uv_thread_t thread;
    uv_mutex_t mutex;
    sqlite3 *database; /* while the thread checks it; this and the next two are guarded by the mutex */
    bool stopped;
    bool done;
    char *path;
    bool sound;
    struct failure failure;
    void (*checked)(void *context, const struct failure *failure);
    void *context;
    void (*closed)(void *context);
    void *closed_context;
};

/* On the thread: publishes its connection, which archive_checker_stop interrupts. False if it was stopped before. */
static bool publish(struct archive_checker *checker, sqlite3 *database)
{
    uv_mutex_lock(&checker->mutex);
    checker->database = database;
    bool wanted = !checker->stopped;
    uv_mutex_unlock(&checker->mutex);
    return wanted;
}

static void run(void *argument)
{
    struct archive_checker *checker = argument;
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICENESS);
    sqlite3 *database = database_open(checker->path, DATABASE_READ, &checker->failure);
    if (database && publish(checker, database))
        checker->sound = archive_check(database, &checker->failure);
    publish(checker, NULL);
    database_close(&database);
    uv_mutex_lock(&checker->mutex);
    checker->done = true;
    uv_mutex_unlock(&checker->mutex);
    uv_async_send(&checker->async);
}

static void on_closed(uv_handle_t *handle)
{
    struct archive_checker *checker = handle->data;
    void (*closed)(void *context) = checker->closed;
    void *context = checker->closed_context;
    uv_mutex_destroy(&checker->mutex);
    free(checker->path);
    free(checker);
    closed(context);
}

static void on_async(uv_async_t *async)
{
    struct archive_checker *checker = async->data;
    uv_mutex_lock(&checker->mutex);
    bool done = checker->done;
    uv_mutex_unlock(&checker->mutex);
    if (done && checker->checked && !checker->closed) {
        void (*checked)(void *context, const struct failure *failure) = checker->checked;
        checker->checked = NULL; /* once */
        checked(checker->context, checker->sound ? NULL : &checker->failure);
    }
    if (!done || !checker->closed || uv_is_closing((uv_handle_t *)async))
        return;
    uv_thread_join(&checker->thread);
    uv_close((uv_handle_t *)async, on_closed);
}

struct archive_checker *archive_checker_start(uv_loop_t *loop, const char *path,
                                              void (*checked)(void *context, const struct failure *failure),
                                              void *context)
{
    struct archive_checker *checker = memory_new(sizeof *checker);
    checker->path = memory_text(path);
    checker->checked = checked;
    checker->context = context;
    if (uv_mutex_init(&checker->mutex) != 0 || uv_async_init(loop, &checker->async, on_async) != 0)
        die("cannot make the checker's channel to the loop");
    checker->async.data = checker;
    if (uv_thread_create(&checker->thread, run, checker) != 0)
        die("cannot start the checking thread");
    return checker;
}

void archive_checker_stop(struct archive_checker **checker, void (*closed)(void *context), void *context)
{
    struct archive_checker *stopping = *checker;
    *checker = NULL;
    stopping->closed = closed;
    stopping->closed_context = context;
    uv_mutex_lock(&stopping->mutex);
    stopping->stopped = true;
    if (stopping->database)
        sqlite3_interrupt(stopping->database);
    uv_mutex_unlock(&stopping->mutex);
    uv_async_send(&stopping->async);
}
