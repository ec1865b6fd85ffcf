/* One table of interned values of the archive (callers, people, queues, kinds): from the value to its small
 * number, through a cache in memory. Used by the connection that writes. */
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

/* Forgets the cache: after a rollback, or when another program has changed the archive. */
void interning_forget(struct interning *interning);

/* The number of a value, which is added if it is new. What a table does not use is RECORDING_NO_NUMBER or
 * NULL: callers use text; people and queues number and text; kinds text and second text. `*value` is 0 for a
 * value that is absent altogether. Returns false with *failure filled. */
bool interning_get(struct interning *interning, int64_t number, const char *text, const char *second,
                   int64_t *value, struct failure *failure);

#endif
