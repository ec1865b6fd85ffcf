/* Looks through a whole archive for damage, also for such as reading does not notice: pages that lie where
 * others belong. Takes a second or so for a million recordings. */
#ifndef MODEL_ARCHIVE_ARCHIVE_CHECK_H
#define MODEL_ARCHIVE_ARCHIVE_CHECK_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <uv.h>

/* False with *failure filled: FAILURE_DAMAGED, or what kept it from looking. sqlite3_interrupt ends it. */
bool archive_check(sqlite3 *database, struct failure *failure);

struct archive_checker;

/* Checks the archive on a thread of its own, which lets others go first. `checked` is called once from the
 * loop, with NULL if it is sound, unless it was stopped before. */
struct archive_checker *archive_checker_start(uv_loop_t *loop, const char *path,
                                              void (*checked)(void *context, const struct failure *failure),
                                              void *context);

/* `closed` is called from the loop. */
void archive_checker_stop(struct archive_checker **checker, void (*closed)(void *context), void *context);

#endif
