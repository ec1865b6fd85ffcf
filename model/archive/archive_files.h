/* All files of an archive: the database, the companion files of SQLite and ours, the user's notes, and damaged ones
 * that were set aside. */
#ifndef MODEL_ARCHIVE_ARCHIVE_FILES_H
#define MODEL_ARCHIVE_ARCHIVE_FILES_H

#include "net/base/name_list.h"

#include <stdint.h>

/* Appends the paths of existing regular files, the archive's first, those set aside last. */
void archive_files_list(const char *path, struct name_list *paths);

/* The size of a regular file in bytes; 0 for anything else. */
int64_t archive_files_size(const char *path);

#endif
