/* From when to when the archive holds what: see held.h. */
#ifndef MODEL_ARCHIVE_HELD_READ_H
#define MODEL_ARCHIVE_HELD_READ_H

#include "model/coverage/held.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* `held` is the caller's to clear, also after a failure. */
bool held_read(sqlite3 *database, int64_t agent, struct held *held, struct failure *failure);

#endif
