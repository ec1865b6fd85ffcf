/* Files in a temporary folder. Blocks. */
#ifndef MODEL_BUNDLE_BAG_FOLDER_H
#define MODEL_BUNDLE_BAG_FOLDER_H

#include "net/base/failure.h"
#include "net/base/temporary_folder.h"

#include <stdbool.h>
#include <stddef.h>

/* Creates a temporary folder below `below`, which is created if needed; NULL: below TMPDIR or /tmp. False with
 * *failure filled. */
bool bag_folder_make(struct temporary_folder *folder, const char *below, struct failure *failure);

/* Writes a file in it. Returns its path, which the caller frees; NULL with *failure filled. */
char *bag_folder_write(const struct temporary_folder *folder, const char *name, const char *bytes,
                       size_t length, struct failure *failure);

#endif
