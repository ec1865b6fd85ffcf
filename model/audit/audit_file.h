/* The files of the access log: a line is added to the newest, all lines are read in their order. */
#ifndef MODEL_AUDIT_AUDIT_FILE_H
#define MODEL_AUDIT_AUDIT_FILE_H

#include "model/audit/digest.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What the next line stands behind. */
struct audit_place {
    uint64_t number;          /* of the next line, from 1 */
    char before[DIGEST_TEXT]; /* SHA-256 of the line before it; zeros before the first */
};

/* Writes a line, with its end, that knows its place. */
typedef void audit_write_line(FILE *stream, const struct audit_place *place, void *context);

/* Adds a line, on the disk when this returns. Programs take turns; what another one was ended in the middle of stays, as
 * a line of its own. False with *failure filled. */
bool audit_file_add(const char *folder, audit_write_line *write_line, void *context, struct failure *failure);

/* Reads all lines of the files from that month on, "2026-03"; NULL: of all. A line is in the file of its month, or, where the
 * clock has gone back, of a later one. `take` returns false to end it. False with *failure filled if something could not be
 * read. Without the folder there are none. */
struct audit_line {
    const char *file; /* its name */
    const char *text; /* without its end */
    size_t length;
};
bool audit_file_read(const char *folder, const char *month,
                     bool (*take)(void *context, const struct audit_line *line), void *context,
                     struct failure *failure);

/* Deletes the files of the months before that one, "2026-03", the oldest first, and adds their names to *gone. The newest
 * file stays in any case: behind it the log goes on. False with *failure filled. */
bool audit_file_prune(const char *folder, const char *month, struct name_list *gone, struct failure *failure);

/* Only adds their names. */
void audit_file_before(const char *folder, const char *month, struct name_list *names);

/* The newest file where it is of before that month, and stays all the same; `is_written`: as it will be behind a line of
 * now. NULL if it is not; the caller frees it. */
char *audit_file_kept(const char *folder, const char *month, bool is_written);

/* The number that a line gives itself; 0 if it is none of ours, as one that was cut. */
uint64_t audit_file_number(const char *text, size_t length);

/* 32 bytes of its own beside the log, made when they are first wanted. */
bool audit_file_key(const char *folder, unsigned char key[DIGEST_BYTES], struct failure *failure);

#endif
