/* Checks a whole archive for damage, including damage that reading does not notice, such as misplaced pages. Takes
 * a second or so for a million recordings. */
#ifndef MODEL_ARCHIVE_ARCHIVE_CHECK_H
#define MODEL_ARCHIVE_ARCHIVE_CHECK_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <uv.h>

/* False with *failure filled: FAILURE_DAMAGED, or why it could not be checked. sqlite3_interrupt cancels it. */
bool archive_check(sqlite3 *database, struct failure *failure);

struct archive_checker;

/* Checks the archive on a thread of low priority. `checked` is called once from the loop, with NULL if the archive
 * is sound, unless the checker is stopped first. */
struct archive_checker *archive_checker_start(uv_loop_t *loop, const char *path,
                                              void (*checked)(void *context, const struct failure *failure),
                                              void *context);

/* Cancels and frees the checker; `closed` is called from the loop. */
void archive_checker_stop(struct archive_checker **checker, void (*closed)(void *context), void *context);

#endif
