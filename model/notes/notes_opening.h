/* How the file of notes is opened: it is made, or seen to be ours before anything is written to it, brought to this version and
 * checked. Blocks. */
#ifndef MODEL_NOTES_NOTES_OPENING_H
#define MODEL_NOTES_NOTES_OPENING_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum { NOTES_PATIENCE_MS = 10000 }; /* with others that have it locked */

/* NULL with *failure filled; *is_damaged: it is ours, and has to be set aside. What is not ours stays as it is. */
sqlite3 *notes_opening_run(const char *path, bool *is_damaged, struct failure *failure);

/* Only opened, with SQLITE_OPEN_READONLY or READWRITE; other programs that have it locked are waited for. NULL with *failure
 * filled. */
sqlite3 *notes_opening_database(const char *path, int mode, struct failure *failure);

/* Fills *failure from the last error; returns false. Never FAILURE_DAMAGED: a query that reads marks would have the archive
 * doubted for it. */
bool notes_opening_failed(sqlite3 *database, struct failure *failure);

bool notes_opening_met_damage(sqlite3 *database); /* whether that is for damage */

/* A number of a query; -1 if it cannot be told. */
int64_t notes_opening_integer(sqlite3 *database, const char *sql);

#endif
