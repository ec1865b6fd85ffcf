/* The user's folders for configuration, data and state (XDG Base Directory Specification), and operations on
 * folders. */
#ifndef NET_BASE_FOLDERS_H
#define NET_BASE_FOLDERS_H

#include "net/base/failure.h"

#include "net/base/name_list.h"

#include <stdbool.h>

enum folders_kind { FOLDERS_CONFIG, FOLDERS_DATA, FOLDERS_STATE };

/* The path of `name` in our folder of that kind: "$XDG_DATA_HOME/tapedeck/NAME", or the default below HOME. NULL if
 * neither variable is set. The caller frees. */
char *folders_path(enum folders_kind kind, const char *name);

/* Appends the names of all entries of a folder, "." and ".." included, sorted by alphasort. False with errno set if
 * it cannot be read. */
bool folders_names(const char *folder, struct name_list *names);

/* Syncs a folder, so that the names in it survive a crash. A folder that may not be read, and a file system that needs
 * no sync, count as success. False with errno set. */
bool folders_sync(const char *folder);

/* Removes a folder recursively; symbolic links are removed, not followed. False with errno set if anything is left. */
bool folders_remove(const char *folder);

/* Creates the missing parent folders of a file with mode 0700. False with *failure filled and errno set. */
bool folders_make_for(const char *file, const char *advice, struct failure *failure);

#endif
