/* Opens the notes' file: creates it, or makes sure that it is ours before anything is written to it, upgrades and
 * checks it. Blocks. */
#ifndef MODEL_NOTES_NOTES_OPENING_H
#define MODEL_NOTES_NOTES_OPENING_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum { NOTES_PATIENCE_MS = 10000 }; /* how long a lock of another program is waited for */

/* NULL with *failure filled, or with *is_damaged set: it is ours, and has to be set aside. A foreign file is not
 * touched. */
sqlite3 *notes_opening_run(const char *path, bool *is_damaged, struct failure *failure);

/* Only opens the database, with SQLITE_OPEN_READONLY or SQLITE_OPEN_READWRITE. NULL with *failure filled. */
sqlite3 *notes_opening_database(const char *path, int mode, struct failure *failure);

/* Fills *failure from the last error and returns false. The kind is never FAILURE_DAMAGED: a query that reads notes
 * would make its caller check the archive. */
bool notes_opening_failed(sqlite3 *database, struct failure *failure);

bool notes_opening_met_damage(sqlite3 *database); /* whether the last error is damage of the file */

/* The integer result of a query; -1 on failure. */
int64_t notes_opening_integer(sqlite3 *database, const char *sql);

#endif
