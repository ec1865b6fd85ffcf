/* Writes the access log, see README.md. Calls on the loop's thread do not block; lines are written on a thread of
 * the pool in the order of the calls. */
#ifndef MODEL_AUDIT_AUDIT_LOG_H
#define MODEL_AUDIT_AUDIT_LOG_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct audit_log;

/* One event; texts are copied. NULL, 0 and negative values are omitted from the line. */
struct audit_entry {
    const char *
        action; /* "search", "open", "play", "audio", "save", "list", "export", "copy", "note", "purge", "wipe" */
    const char *account; /* its address */
    const char *agent;   /* "id:103", or several, "id:103, id:104" */
    const char *file;    /* name of the recording's file */
    const char *filter;  /* as typed; numbers in it are replaced by HMACs */
    const char *target;  /* where it was saved to */
    /* "done", "partly", "failed", "stopped", "it was there"; "begun": a line with what came of it follows, unless the
     * program is killed before. */
    const char *result;
    const char *started_from;   /* period of what was read or deleted, UTC: from */
    const char *started_before; /* and before */
    const char *case_name;      /* the case it was done for */
    const char *purpose;        /* and the purpose */
    int64_t call;               /* QueueCallId */
    int64_t heard_ms;
    int64_t recordings; /* number of recordings concerned */
};

struct audit_options {
    uv_loop_t *loop;
    const char *folder; /* copied; created when the first line is written */
    /* A line could not be written, or earlier lines have disappeared. Not repeated while the failure stays the
     * same. */
    void (*failed)(void *context, const struct failure *failure);
    void *context;
};

/* The folder of the user's log, $XDG_DATA_HOME/tapedeck/log; NULL if neither XDG_DATA_HOME nor HOME is set. The
 * caller frees. */
char *audit_log_folder(void);

struct audit_log *audit_log_open(const struct audit_options *options);

/* Writes pending lines and frees the log; `closed` is called after that, after any `failed`. *log may be NULL. */
void audit_log_close(struct audit_log **log, void (*closed)(void *context), void *context);

/* Writes pending lines synchronously without reporting failures: before the program exits abruptly. */
void audit_log_finish(struct audit_log *log);

void audit_log_note(struct audit_log *log, const struct audit_entry *entry);

/* Writes one line without a loop. Blocks. False with *failure filled. */
bool audit_log_write(const char *folder, const struct audit_entry *entry, struct failure *failure);

#endif
