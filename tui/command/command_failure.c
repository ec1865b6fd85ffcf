#include "tui/command/command_failure.h"

#include <stdio.h>
#include <stdlib.h>

int command_failure_status(const struct failure *failure)
{
    switch (failure->kind) {
    case FAILURE_NONE:
        return COMMAND_DONE;
    case FAILURE_USAGE:
        return COMMAND_USAGE;
    case FAILURE_REFUSED:
        return COMMAND_REFUSED;
    case FAILURE_CANCELLED:
        return COMMAND_INTERRUPTED;
    case FAILURE_NOT_FOUND:
    case FAILURE_NETWORK:
    case FAILURE_SERVER:
    case FAILURE_ANSWER:
    case FAILURE_DISK:
    case FAILURE_FULL:
    case FAILURE_DAMAGED:
        return COMMAND_FAILED;
    }
    return COMMAND_FAILED;
}

int command_failure_print(const struct failure *failure)
{
    char *text = failure_text(failure);
    if (failure->kind != FAILURE_NONE && failure->kind != FAILURE_CANCELLED)
        fprintf(stderr, "tapedeck: %s\n", text);
    free(text);
    return command_failure_status(failure);
}
