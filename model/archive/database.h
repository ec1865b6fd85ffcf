/* Helpers for SQLite: connections with the archive's settings, statements, and errors as failures. */
#ifndef MODEL_ARCHIVE_DATABASE_H
#define MODEL_ARCHIVE_DATABASE_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#define DATABASE_PATIENCE_MS 10000 /* how long to wait for other programs' locks */

enum database_mode { DATABASE_WRITE, DATABASE_READ };

/* Whether the file exists but it, or its folder, is not writable. */
bool database_is_fixed(const char *path);
bool database_is_read_only(sqlite3 *database); /* opened from such a file */

/* Reports, on the connection's thread, that a lock of another program has lasted DATABASE_TOLD_MS: once per wait. */
#define DATABASE_TOLD_MS 500
struct database_wait {
    void (*waiting)(void *context);
    bool (*goes_on)(void *context); /* called some twenty times a second, false gives up; may be NULL */
    void *context;
    int64_t since; /* internal: start of the wait, ms */
    bool reported;
};

/* Sets how a connection waits for locks, at most DATABASE_PATIENCE_MS. `wait` must outlive the connection; NULL,
 * the default: without reports. */
void database_wait_by(sqlite3 *database, struct database_wait *wait);

/* SQLite's busy handler: sleeps before the next try; 0 when the time is over. */
int database_wait(void *wait, int tries);

/* Initialises SQLite. Call before a second thread starts: its first use reads the environment, which other threads
 * may change. */
void database_init(void);

/* sqlite3_open_v2 that also works on a full disk: if the shared-memory index of the write-ahead log cannot be
 * created, the file is opened exclusively with the index on the heap, so that it can be read, and other programs
 * find it locked. The same holds for files opened later. */
int database_open_file(const char *name, int flags, sqlite3 **database);

/* Opens `path`: a file or a name from database_memory_name. NULL with *failure filled. */
sqlite3 *database_open(const char *path, enum database_mode mode, struct failure *failure);
sqlite3 *database_open_by(const char *path, enum database_mode mode, struct database_wait *wait,
                          struct failure *failure); /* the same with database_wait_by */
void database_close(sqlite3 **database);

/* Makes a writing connection read-only, as if opened so. False with *failure filled. */
bool database_only_read(sqlite3 *database, const char *path, struct failure *failure);

/* Takes exclusive access until the connection is closed, and removes the write-ahead log. False if another
 * connection has it open; does not wait. */
bool database_take_alone(sqlite3 *database);

/* A name by which connections of this process share one database in memory. The caller frees. */
char *database_memory_name(void);
bool database_is_memory(const char *path);

bool database_execute(sqlite3 *database, const char *sql, struct failure *failure);

/* The caller finalizes the statement. NULL with *failure filled. */
sqlite3_stmt *database_prepare(sqlite3 *database, const char *sql, struct failure *failure);

/* Fills *failure from the connection's last error and returns false. `what` is the operation ("read", "write to").
 * An error that indicates damage is recorded in a file beside the archive. */
bool database_failed(sqlite3 *database, const char *what, struct failure *failure);

/* Records damage that SQLite has not noticed. The write-ahead log is then left in place on close. */
void database_remember_damage(sqlite3 *database);

/* The path of that record, for the next program that opens the archive. The caller frees. */
char *database_suspicion_name(const char *path);

/* The integer result of a query without parameters; `fallback` if there is no row or an error. */
int64_t database_integer(sqlite3 *database, const char *sql, int64_t fallback);

/* Binds text or NULL; the text must live until the statement is reset. */
void database_bind_text(sqlite3_stmt *statement, int index, const char *text);

/* Binds an integer, or NULL for `none`. */
void database_bind_integer(sqlite3_stmt *statement, int index, int64_t value, int64_t none);
/* An integer of a row; `none` for NULL and anything else. */
int64_t database_column_integer(sqlite3_stmt *statement, int column, int64_t none);

/* An array of integers and its length as two arguments: database_bind_numbers(statement, DATABASE_NUMBERS(agent,
 * call)). */
#define DATABASE_NUMBERS(...)                                                                                \
    (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* Binds integers to the parameters from ?1 on. */
void database_bind_numbers(sqlite3_stmt *statement, const int64_t numbers[], int count);

/* Resets a statement whose last step returned `code`. False with *failure filled if that is an error. */
bool database_done(sqlite3 *database, sqlite3_stmt *statement, int code, struct failure *failure);

/* Runs a statement without result rows and resets it. False with *failure filled. */
bool database_run(sqlite3 *database, sqlite3_stmt *statement, const char *what, struct failure *failure);

/* Prepares, runs and finalizes a statement without result rows; it may have fewer parameters than `count`. False
 * with *failure filled. */
bool database_run_with(sqlite3 *database, const char *sql, const int64_t numbers[], int count,
                       struct failure *failure);

#endif
