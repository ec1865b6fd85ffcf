/* A cache of the holds for one thread that looks up many recordings: reads the folder again when it has changed. */
#ifndef MODEL_HOLD_HOLD_WATCH_H
#define MODEL_HOLD_HOLD_WATCH_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct hold_watch;

struct hold_watch *hold_watch_new(const char *folder);
void hold_watch_free(struct hold_watch **watch);

/* Whether a recording is held; `file` is "" if it has no file name. True for everything if the folder cannot be
 * read. */
bool hold_watch_has(struct hold_watch *watch, int64_t call, const char *file);

/* All holds; *version changes when the folder is read again. Valid until the next call. NULL with *failure filled. */
const struct hold_table *hold_watch_read(struct hold_watch *watch, uint64_t *version,
                                         struct failure *failure);

#endif
