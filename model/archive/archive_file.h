/* The archive's file before SQLite opens it: whether it is ours, and its permissions. */
#ifndef MODEL_ARCHIVE_ARCHIVE_FILE_H
#define MODEL_ARCHIVE_ARCHIVE_FILE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define ARCHIVE_FILE_MARK 0x74617065 /* "tape": SQLite's application id, at byte 68 of the file */

enum archive_file_kind {
    ARCHIVE_FILE_EMPTY,  /* just created, or nothing was ever written to it */
    ARCHIVE_FILE_MARKED, /* it has our mark: damage in it is ours to handle */
    ARCHIVE_FILE_ORPHAN, /* empty, but with a write-ahead log that SQLite would delete */
    ARCHIVE_FILE_TORN,   /* our mark is missing, but its second page is of the account's archive */
};

/* The target of `path` through symbolic links, or path itself if nothing exists there. NULL with *failure filled
 * for a dangling link. The caller frees. */
char *archive_file_place(const char *path, struct failure *failure);

/* Classifies the file, creating an empty one (0600) if there is none. Refuses, and leaves unchanged, a file that is
 * not ours, and file systems without locks. `base` is the account's URL. Only before SQLite has the file open:
 * closing another descriptor would drop its locks. False with *failure filled. */
bool archive_file_look(const char *path, const char *base, enum archive_file_kind *kind,
                       struct failure *failure);

/* Whether a file of that kind must be set aside; *failure is then filled with FAILURE_DAMAGED. */
bool archive_file_is_damaged(enum archive_file_kind kind, struct failure *failure);

/* Removes the permissions of group and others from an archive with our mark and its companion files, and from its
 * folder if `own_folder`. `said` describes what was changed, "" for nothing. Only before SQLite has the file open. */
void archive_file_protect(const char *path, bool own_folder, char *said, size_t size);

#endif
