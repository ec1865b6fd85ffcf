/* What somebody wants to know of a whole, point by point: what was found, whether that is as it should be, and
 * what to do where it is not. */
#ifndef TUI_COMMAND_FINDINGS_H
#define TUI_COMMAND_FINDINGS_H

#include "net/base/failure.h"
#include "tui/command/options.h"

#include <stddef.h>

enum finding_state {
    FINDING_OK,
    FINDING_WARNING,   /* it works, but */
    FINDING_ERROR,     /* it does not */
    FINDING_UNCHECKED, /* nobody knows */
};

struct finding {
    const char *name; /* static */
    enum finding_state state;
    char *what;   /* owned */
    char *remedy; /* owned; "" where there is nothing to do */
    int status;   /* of an error: the exit status for it */
};

/* Empty when zeroed. */
struct findings {
    struct finding *rows; /* owned */
    size_t count;
    size_t capacity;
};

void findings_add(struct findings *findings, const char *name, enum finding_state state, const char *remedy,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* An error; or unchecked, where the failure is FAILURE_CANCELLED. */
void findings_add_failure(struct findings *findings, const char *name, const struct failure *failure);

/* Writes them to standard output as the options say: lines for people, with the remedy below, or records. */
void findings_print(const struct findings *findings, const struct options *options);

/* The exit status by the worst: that of the first error; COMMAND_PARTIAL if something is to be warned of or
 * could not be checked; else COMMAND_DONE. */
int findings_status(const struct findings *findings);

void findings_clear(struct findings *findings);

#endif
