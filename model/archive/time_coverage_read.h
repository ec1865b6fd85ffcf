/* Reads the coverage of an agent in time, see time_coverage.h. */
#ifndef MODEL_ARCHIVE_TIME_COVERAGE_READ_H
#define MODEL_ARCHIVE_TIME_COVERAGE_READ_H

#include "model/archive/statements.h"
#include "model/coverage/time_coverage.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Reads it from the connection of the statements. `with_begin`: also where the range that includes the first id visibly
 * begins. The caller clears *times, also after a failure. False with *failure filled. */
bool time_coverage_read(struct statements *statements, int64_t agent, bool with_begin,
                        struct time_coverage *times, struct failure *failure);

#endif
