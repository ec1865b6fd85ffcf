/* A folder of its own, for its owner only, for files that are needed for a moment. Blocks. */
#ifndef MODEL_BUNDLE_BAG_FOLDER_H
#define MODEL_BUNDLE_BAG_FOLDER_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* Below a folder, which is made with those that it needs; NULL: below TMPDIR or /tmp. NULL with *failure filled; the
 * caller frees after bag_folder_remove. */
char *bag_folder_make(const char *below, struct failure *failure);
void bag_folder_remove(const char *folder); /* with all that is in it */

/* A file in it, of which the path is the caller's; NULL with *failure filled. */
char *bag_folder_write(const char *folder, const char *name, const char *bytes, size_t length,
                       struct failure *failure);

#endif
