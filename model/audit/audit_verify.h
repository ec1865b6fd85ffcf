/* Verifies the hash chain of the access log. */
#ifndef MODEL_AUDIT_AUDIT_VERIFY_H
#define MODEL_AUDIT_AUDIT_VERIFY_H

#include "model/audit/digest.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

enum audit_verdict_kind {
    AUDIT_EMPTY,  /* no lines */
    AUDIT_INTACT, /* each line has the hash of its predecessor */
    AUDIT_BROKEN, /* a line does not: what precedes it was changed, added or removed */
};

struct audit_verdict {
    enum audit_verdict_kind kind;
    uint64_t lines;         /* number of lines read */
    uint64_t first;         /* number of the first line read: earlier ones are missing */
    uint64_t cut;           /* of these, truncated lines: a program was killed while writing */
    char head[DIGEST_TEXT]; /* SHA-256 of the last line: proves all lines to whoever recorded it */
    /* Lines up to this number are unchanged since the expected head was recorded; 0: none. One less than `first`:
     * that line is missing, but the first one follows from it. */
    uint64_t anchored;
    uint64_t broken; /* number of the first line that does not follow from its predecessor */
    char file[32];   /* file of the broken line, else of the first line */
};

/* `expected` is a head recorded elsewhere, or NULL. False with *failure filled if the log cannot be read. */
bool audit_verify(struct audit_verdict *verdict, const char *folder, const char *expected,
                  struct failure *failure);

#endif
