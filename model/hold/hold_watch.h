/* What is on hold, for a thread that asks of many recordings one after the other: the folder is read again when it
 * has changed. */
#ifndef MODEL_HOLD_HOLD_WATCH_H
#define MODEL_HOLD_HOLD_WATCH_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct hold_watch;

struct hold_watch *hold_watch_new(const char *folder);
void hold_watch_free(struct hold_watch **watch);

/* "" where it has no file name. Where the folder cannot be read everything is. */
bool hold_watch_has(struct hold_watch *watch, int64_t call, const char *file);

/* All that there is now; *version is another when it was read anew. Valid until the next call. NULL with *failure filled. */
const struct hold_table *hold_watch_read(struct hold_watch *watch, uint64_t *version,
                                         struct failure *failure);

#endif
