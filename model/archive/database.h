/* SQLite as the archive uses it: connections with the right settings, statements, errors as failures. */
#ifndef MODEL_ARCHIVE_DATABASE_H
#define MODEL_ARCHIVE_DATABASE_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#define DATABASE_PATIENCE_MS 10000 /* for other programs that hold the archive */

enum database_mode { DATABASE_WRITE, DATABASE_READ };

/* Whether there is a file that can only be read: it, or its folder, cannot be written to. */
bool database_is_fixed(const char *path);
bool database_is_read_only(sqlite3 *database); /* opened from such a file */

/* Whom to tell, on the connection's thread, that another program has held the archive for DATABASE_TOLD_MS:
 * once for every such wait. */
#define DATABASE_TOLD_MS 500
struct database_wait {
    void (*waiting)(void *context);
    bool (*goes_on)(void *context); /* asked meanwhile, some twenty times a second; NULL: it does */
    void *context;
    int64_t since; /* this is the connection's: milliseconds */
    bool reported;
};

/* How a connection waits from now on: for DATABASE_PATIENCE_MS. `wait` must live as long; NULL: silently, as
 * at first. */
void database_wait_by(sqlite3 *database, struct database_wait *wait);

/* Sleeps a little before the next of so many tries; 0 when it was for too long. SQLite's busy handler. */
int database_wait(void *wait, int tries);

/* Before there is a second thread: SQLite reads the environment at its first use, which others change meanwhile. */
void database_settle(void);

/* As sqlite3_open_v2. On a disk that is so full that the index of the log cannot be made, which programs share, what is
 * there can be read all the same: this program alone has the file then, with the index in its memory, and others find it
 * locked. So are files that it opens after that. */
int database_open_file(const char *name, int flags, sqlite3 **database);

/* Opens `path` (a file, or a shared in-memory name from database_memory_name). NULL with *failure filled. */
sqlite3 *database_open(const char *path, enum database_mode mode, struct failure *failure);
sqlite3 *database_open_by(const char *path, enum database_mode mode, struct database_wait *wait,
                          struct failure *failure); /* likewise, see database_wait_by */
void database_close(sqlite3 **database);

/* One that was opened to write only reads from now on, as if it had been opened so. */
bool database_only_read(sqlite3 *database, const char *path, struct failure *failure);

/* Whether nobody else has it open, nor can from now on until it is closed; it has no log any more then. Does not
 * wait. */
bool database_take_alone(sqlite3 *database);

/* A name under which connections of this process share one database in memory. The caller frees. */
char *database_memory_name(void);
bool database_is_memory(const char *path);

bool database_execute(sqlite3 *database, const char *sql, struct failure *failure);

/* The caller finalizes it. NULL with *failure filled if it cannot be made. */
sqlite3_stmt *database_prepare(sqlite3 *database, const char *sql, struct failure *failure);

/* Fills *failure from the connection's last error; `what` says what was being done. Returns false. An error
 * that tells of damage is remembered in a file beside the archive. */
bool database_failed(sqlite3 *database, const char *what, struct failure *failure);

/* Does so for damage that SQLite has not met. The log stays as it is when the database is closed. */
void database_remember_damage(sqlite3 *database);

/* The name of that file, for the one who opens the archive next. The caller frees. */
char *database_suspicion_name(const char *path);

/* One integer from a query without parameters; `fallback` if it gives no row. */
int64_t database_integer(sqlite3 *database, const char *sql, int64_t fallback);

/* Binds text or NULL; the text must live until the statement is reset. */
void database_bind_text(sqlite3_stmt *statement, int index, const char *text);

/* Binds an integer, or NULL for `none`. */
void database_bind_integer(sqlite3_stmt *statement, int index, int64_t value, int64_t none);
/* An integer of a row; `none` for NULL and anything else. */
int64_t database_column_integer(sqlite3_stmt *statement, int column, int64_t none);

/* Numbers, and how many they are, as they are bound: database_bind_numbers(statement, DATABASE_NUMBERS(agent, call)). */
#define DATABASE_NUMBERS(...)                                                                                \
    (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* From the first parameter on. */
void database_bind_numbers(sqlite3_stmt *statement, const int64_t numbers[], int count);

/* Resets a statement that was read and whose last step gave `code`. False with *failure filled if that is an error. */
bool database_done(sqlite3 *database, sqlite3_stmt *statement, int code, struct failure *failure);

/* Runs a statement that gives no rows and resets it. */
bool database_run(sqlite3 *database, sqlite3_stmt *statement, const char *what, struct failure *failure);

/* Prepares and runs one that changes the archive, with numbers, of which it may leave the last ones. */
bool database_run_with(sqlite3 *database, const char *sql, const int64_t numbers[], int count,
                       struct failure *failure);

#endif
