/* Reads the access log for display. */
#ifndef MODEL_AUDIT_AUDIT_READ_H
#define MODEL_AUDIT_AUDIT_READ_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* One line, decoded. Texts are unescaped and untrusted; "" if absent. Valid during the call of `take`. */
struct audit_event {
    const char *line; /* the line itself */
    bool is_whole;    /* it could be decoded; otherwise nothing below is set */
    int64_t time;     /* ticks */
    const char *user; /* or "uid 1000" */
    const char *action;
    const char *what; /* all other fields, "call 47610 agent id:103" */
};

/* A period in ticks, end exclusive. */
struct audit_period {
    int64_t begin, end;
};

extern const struct audit_period audit_always;

/* Delivers the lines of a period in order; a line that cannot be decoded counts as of the time of the one before
 * it. False with *failure filled. */
bool audit_read(const char *folder, const struct audit_period *period,
                void (*take)(void *context, const struct audit_event *event), void *context,
                struct failure *failure);

#endif
