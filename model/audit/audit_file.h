/* The monthly files of the access log: lines are appended to the newest one and read in order. Blocks. */
#ifndef MODEL_AUDIT_AUDIT_FILE_H
#define MODEL_AUDIT_AUDIT_FILE_H

#include "model/audit/digest.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The position of the next line in the hash chain. */
struct audit_place {
    uint64_t number;          /* of the next line, from 1 */
    char before[DIGEST_TEXT]; /* SHA-256 of the previous line; zeros for the first line */
};

/* Writes one line, with its newline, for a position. */
typedef void audit_write_line(FILE *stream, const struct audit_place *place, void *context);

/* Appends a line and syncs it, under a lock between programs. A truncated line of a killed program is left as a
 * line of its own. False with *failure filled. */
bool audit_file_add(const char *folder, audit_write_line *write_line, void *context, struct failure *failure);

/* Reads all lines of the files from `month` ("2026-03"; NULL: all) on. A line is in the file of its month or, if
 * the clock was set back, of a later one. `take` returns false to stop. A missing folder has no lines. False with
 * *failure filled on a read error. */
struct audit_line {
    const char *file; /* name of the file */
    const char *text; /* without the newline */
    size_t length;
};
bool audit_file_read(const char *folder, const char *month,
                     bool (*take)(void *context, const struct audit_line *line), void *context,
                     struct failure *failure);

/* Deletes the files of months before `month` ("2026-03"), oldest first, and appends their names to *gone. The
 * newest file is always kept, as the chain continues in it. False with *failure filled. */
bool audit_file_prune(const char *folder, const char *month, struct name_list *gone, struct failure *failure);

/* Only appends the names. */
void audit_file_before(const char *folder, const char *month, struct name_list *names);

/* The newest file's name if it is of before `month` and therefore kept; `is_written`: as if a line had been added
 * now. NULL otherwise; the caller frees. */
char *audit_file_kept(const char *folder, const char *month, bool is_written);

/* The number in a line; 0 if it is malformed or truncated. */
uint64_t audit_file_number(const char *text, size_t length);

/* The HMAC key beside the log, created at random on first use. False with *failure filled. */
bool audit_file_key(const char *folder, unsigned char key[DIGEST_BYTES], struct failure *failure);

#endif
