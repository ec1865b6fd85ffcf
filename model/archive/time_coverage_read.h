/* From when to when the archive holds what: see time_coverage.h. */
#ifndef MODEL_ARCHIVE_TIME_COVERAGE_READ_H
#define MODEL_ARCHIVE_TIME_COVERAGE_READ_H

#include "model/coverage/time_coverage.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* *times is the caller's to clear, also after a failure. */
bool time_coverage_read(sqlite3 *database, int64_t agent, struct time_coverage *times,
                        struct failure *failure);

#endif
