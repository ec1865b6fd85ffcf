/* Deletes an archive with all that belongs to it. */
#ifndef MODEL_ARCHIVE_ARCHIVE_WIPE_H
#define MODEL_ARCHIVE_ARCHIVE_WIPE_H

#include "net/base/failure.h"

#include <stdbool.h>

/* Deletes the archive at `path` of the account with that base address, what is kept beside it and what was set
 * aside of it. Refuses, and deletes nothing, while another program has it open, and what is no archive of that
 * account. `is_ours`: the place itself says that the file is ours, also where it is empty. False with *failure
 * filled. */
bool archive_wipe(const char *path, const char *base, bool is_ours, struct failure *failure);

/* Removes one in which there is nothing that a server said, unless somebody else has it open: it was made for an address
 * at which nobody answered, and is of no use. */
void archive_remove_unused(const char *path);

#endif
