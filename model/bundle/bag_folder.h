/* A temporary folder, and files in it. Blocks. */
#ifndef MODEL_BUNDLE_BAG_FOLDER_H
#define MODEL_BUNDLE_BAG_FOLDER_H

#include "net/base/failure.h"
#include "net/base/temporary_folder.h"

#include <stdbool.h>
#include <stddef.h>

/* Below a folder, which is made with those that it needs; NULL: below TMPDIR or /tmp. False with *failure filled. */
bool bag_folder_make(struct temporary_folder *folder, const char *below, struct failure *failure);

/* A file in it, of which the path is the caller's; NULL with *failure filled. */
char *bag_folder_write(const struct temporary_folder *folder, const char *name, const char *bytes,
                       size_t length, struct failure *failure);

#endif
