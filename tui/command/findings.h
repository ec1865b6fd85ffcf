/* The results of checks: what was found, whether it is as it should be, and what to do if not. */
#ifndef TUI_COMMAND_FINDINGS_H
#define TUI_COMMAND_FINDINGS_H

#include "net/base/failure.h"
#include "tui/command/options.h"

#include <stddef.h>

enum finding_state {
    FINDING_OK,
    FINDING_WARNING,   /* it works, but not as it should */
    FINDING_ERROR,     /* it does not work */
    FINDING_UNCHECKED, /* it could not be checked */
};

struct finding {
    const char *name; /* of the check; static, untranslated */
    enum finding_state state;
    char *what;   /* owned */
    char *remedy; /* owned; "" if there is nothing to do */
    int status;   /* the exit status if it is an error */
};

/* Empty when zeroed. */
struct findings {
    struct finding *rows; /* owned */
    size_t count;
    size_t capacity;
};

void findings_add(struct findings *findings, const char *name, enum finding_state state, const char *remedy,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds an error, or FINDING_UNCHECKED for FAILURE_CANCELLED. */
void findings_add_failure(struct findings *findings, const char *name, const struct failure *failure);

/* Writes them to standard output: lines for people with the remedy below, or records if the options ask for a format. */
void findings_print(const struct findings *findings, const struct options *options);

/* The exit status: that of the first error; else COMMAND_PARTIAL if there is a warning or something unchecked; else
 * COMMAND_DONE. */
int findings_status(const struct findings *findings);

void findings_clear(struct findings *findings);

#endif
