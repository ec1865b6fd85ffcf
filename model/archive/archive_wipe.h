/* Deletes an archive with all its files. */
#ifndef MODEL_ARCHIVE_ARCHIVE_WIPE_H
#define MODEL_ARCHIVE_ARCHIVE_WIPE_H

#include "net/base/failure.h"

#include <stdbool.h>

/* Deletes the archive at `path` of the account with that base URL, its companion files and those set aside.
 * Refuses, and deletes nothing, if another program has it open or it is no archive of that account. `is_ours`: the
 * path alone proves that the file is ours, even if it is empty. False with *failure filled. */
bool archive_wipe(const char *path, const char *base, bool is_ours, struct failure *failure);

/* Deletes an archive that never received anything from a server (it was created for an address that did not
 * answer), unless another program has it open. */
void archive_remove_unused(const char *path);

#endif
