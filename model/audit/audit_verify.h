/* Whether the access log is what was written, as far as it can show that itself. */
#ifndef MODEL_AUDIT_AUDIT_VERIFY_H
#define MODEL_AUDIT_AUDIT_VERIFY_H

#include "model/audit/digest.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

enum audit_verdict_kind {
    AUDIT_EMPTY,  /* there is no line */
    AUDIT_INTACT, /* each line has the hash of the one before it */
    AUDIT_BROKEN, /* one does not: what stands before it was changed, added or taken out */
};

struct audit_verdict {
    enum audit_verdict_kind kind;
    uint64_t lines;         /* that were read */
    uint64_t first;         /* the number of the first of them: what came before is not here */
    uint64_t cut;           /* of them, no whole ones: a program was ended while it wrote */
    char head[DIGEST_TEXT]; /* SHA-256 of the last one, which proves all of them to whoever has kept it */
    /* Up to this line they are what they were when the head was noted; 0: not at all. One less than the first: that line is
     * not here, but the first follows from it. */
    uint64_t anchored;
    uint64_t broken; /* the first line that does not follow from the one before */
    char file[32];   /* the file that it stands in; else that of the first line */
};

/* `expected`: a head that was noted elsewhere, NULL for none. False with *failure filled if it cannot be read. */
bool audit_verify(struct audit_verdict *verdict, const char *folder, const char *expected,
                  struct failure *failure);

#endif
