/* The lines of the access log as something to be shown. */
#ifndef MODEL_AUDIT_AUDIT_READ_H
#define MODEL_AUDIT_AUDIT_READ_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Texts are as they stand in the line, to be escaped; "" where it has none. They stay until `take` returns. */
struct audit_event {
    const char *line; /* the whole of it */
    bool is_whole;    /* it could be read; nothing that follows is set else */
    int64_t time;     /* ticks */
    const char *user; /* or "uid 1000" */
    const char *action;
    const char *what; /* all else that it says, "call 47610 agent id:103" */
};

/* In ticks, the end not included. */
struct audit_period {
    int64_t begin, end;
};

extern const struct audit_period audit_always;

/* Shows those of a period in their order; one that is no whole line is of the time of the one before. False with *failure
 * filled. */
bool audit_read(const char *folder, const struct audit_period *period,
                void (*take)(void *context, const struct audit_event *event), void *context,
                struct failure *failure);

#endif
