/* Writes the access log, see README.md. Calls on the loop's thread return at once; the lines are written by libuv's
 * threads in the order of the calls. */
#ifndef MODEL_AUDIT_AUDIT_LOG_H
#define MODEL_AUDIT_AUDIT_LOG_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct audit_log;

/* What was done; the texts are copied. NULL, 0 and below: there is no such thing, and it is left out. */
struct audit_entry {
    const char *
        action; /* "search", "open", "play", "audio", "save", "list", "export", "copy", "note", "purge", "wipe" */
    const char *account; /* its address */
    const char *agent;   /* "id:103", or several, "id:103, id:104" */
    const char *file;    /* name of the recording's file */
    const char *filter;  /* as typed; the numbers in it are not written */
    const char *target;  /* where it was saved to */
    /* "done", "partly", "failed", "stopped", "it was there"; "begun": a line with what came of it follows, unless the
     * program is killed before. */
    const char *result;
    const char *started_from;   /* of what was read or deleted; UTC, */
    const char *started_before; /* and up to when */
    const char *case_name;      /* for which it was done, */
    const char *purpose;        /* and why */
    int64_t call;               /* QueueCallId */
    int64_t heard_ms;
    int64_t recordings; /* that it was done with */
};

struct audit_options {
    uv_loop_t *loop;
    const char *folder; /* made when there is something to be written */
    /* A line could not be written, or what was written is gone; told once, until it goes well again or it is something else. */
    void (*failed)(void *context, const struct failure *failure);
    void *context;
};

/* The folder of the user's log, $XDG_DATA_HOME/tapedeck/log; NULL if nothing says where that is. The caller frees. */
char *audit_log_folder(void);

struct audit_log *audit_log_open(const struct audit_options *options);

/* Writes what was noted; `closed` is called when that is done, or `failed` has told why it is not. There may be no log. */
void audit_log_close(struct audit_log **log, void (*closed)(void *context), void *context);

/* Blocks until that is done, without telling what failed: for a program that is about to end where it stands. */
void audit_log_finish(struct audit_log *log);

void audit_log_note(struct audit_log *log, const struct audit_entry *entry);

/* The same of whoever has no loop: blocks. False with *failure filled. */
bool audit_log_write(const char *folder, const struct audit_entry *entry, struct failure *failure);

#endif
