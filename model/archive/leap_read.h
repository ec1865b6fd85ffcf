/* What the archive's recordings have shown of leaps of the ids: see leap.h. */
#ifndef MODEL_ARCHIVE_LEAP_READ_H
#define MODEL_ARCHIVE_LEAP_READ_H

#include "model/coverage/leap.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* Those of an agent up to the id `from`, for those that follow. */
bool leap_read(sqlite3 *database, int64_t agent, int64_t from, struct leap *leap, struct failure *failure);

#endif
