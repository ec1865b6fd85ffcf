/* A table of interned values (callers, people, queues, kinds), which maps a value to its integer key, with a cache
 * in memory. For the writing connection. */
#ifndef MODEL_ARCHIVE_INTERNING_H
#define MODEL_ARCHIVE_INTERNING_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum interning_table { INTERNING_CALLERS, INTERNING_PEOPLE, INTERNING_QUEUES, INTERNING_KINDS };

struct interning;

struct interning *interning_open(sqlite3 *database, enum interning_table table, struct failure *failure);
void interning_close(struct interning **interning);

/* Clears the cache: after a rollback, or when another program has changed the archive. */
void interning_forget(struct interning *interning);

/* The key of a value, which is inserted if it is new. Unused columns are RECORDING_NO_NUMBER or NULL: callers have
 * `text`; people and queues `number` and `text`; kinds `text` and `second`. *value is 0 if all are absent. False
 * with *failure filled. */
bool interning_get(struct interning *interning, int64_t number, const char *text, const char *second,
                   int64_t *value, struct failure *failure);

#endif
