/* Exit statuses of commands, and failures as lines on stderr. */
#ifndef TUI_COMMAND_COMMAND_FAILURE_H
#define TUI_COMMAND_COMMAND_FAILURE_H

#include "net/base/failure.h"

enum command_status {
    COMMAND_DONE = 0,
    COMMAND_NO_MATCH = 1,
    COMMAND_USAGE = 2,
    COMMAND_REFUSED = 3,
    COMMAND_FAILED = 4,
    COMMAND_PARTIAL = 5,
    COMMAND_INTERRUPTED = 130,
};

int command_failure_status(const struct failure *failure);

/* "tapedeck: what failed; what to do" on stderr; nothing for FAILURE_NONE and FAILURE_CANCELLED. Returns the status. */
int command_failure_print(const struct failure *failure);

#endif
