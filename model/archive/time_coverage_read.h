/* From when to when the archive holds what: see time_coverage.h. */
#ifndef MODEL_ARCHIVE_TIME_COVERAGE_READ_H
#define MODEL_ARCHIVE_TIME_COVERAGE_READ_H

#include "model/archive/statements.h"
#include "model/coverage/time_coverage.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* From the archive of the statements' connection. `with_begin`: also where it visibly begins of what has the whole
 * beginning of the agent's history. *times is the caller's to clear, also after a failure. */
bool time_coverage_read(struct statements *statements, int64_t agent, bool with_begin,
                        struct time_coverage *times, struct failure *failure);

#endif
