/* All files of an archive: itself, what SQLite and we keep beside it, the user's notes, and those that were set
 * aside because they were damaged. */
#ifndef MODEL_ARCHIVE_ARCHIVE_FILES_H
#define MODEL_ARCHIVE_ARCHIVE_FILES_H

#include "net/base/name_list.h"

#include <stdint.h>

/* Adds the paths of those that are there, the archive's own first, those set aside last. Only regular files. */
void archive_files_list(const char *path, struct name_list *paths);

/* Bytes of a file; 0 if it is none. */
int64_t archive_files_size(const char *path);

#endif
