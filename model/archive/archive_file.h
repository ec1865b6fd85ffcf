/* The archive as a file, before SQLite is let near it: whether it is ours, and for whom it is readable. */
#ifndef MODEL_ARCHIVE_ARCHIVE_FILE_H
#define MODEL_ARCHIVE_ARCHIVE_FILE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define ARCHIVE_FILE_MARK 0x74617065 /* "tape": SQLite's application id, at byte 68 of the file */

enum archive_file_kind {
    ARCHIVE_FILE_EMPTY,  /* it was made just now, or nothing has been written to it */
    ARCHIVE_FILE_MARKED, /* it has our mark: damage in it is ours to deal with */
    ARCHIVE_FILE_ORPHAN, /* empty, but with a write-ahead log beside it that SQLite would delete */
    ARCHIVE_FILE_TORN,   /* without our mark, but its second page is that of the account's archive */
};

/* The place that `path` leads to, through links, or the same where there is nothing yet. NULL with *failure
 * filled for a link that leads nowhere. The caller frees. */
char *archive_file_place(const char *path, struct failure *failure);

/* Looks at what is there, and makes an empty file (0600) where nothing is. Refuses, and leaves as it is, what is not a file of
 * ours, and where files cannot be locked. `base`: the account's address. Only before SQLite has the file open: its locks would go. */
bool archive_file_look(const char *path, const char *base, enum archive_file_kind *kind,
                       struct failure *failure);

/* Whether it can only be set aside: then *failure says why, as damage. */
bool archive_file_is_damaged(enum archive_file_kind kind, struct failure *failure);

/* Takes the permissions of everybody but the owner from an archive with our mark and from what SQLite keeps
 * beside it, and from its folder if that is our own. `said` holds what was corrected, in words, "" for
 * nothing. Only before SQLite has the file open. */
void archive_file_protect(const char *path, bool own_folder, char *said, size_t size);

#endif
