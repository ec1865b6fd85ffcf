/* Where programs keep what belongs to their user (XDG Base Directory Specification), and folders made for it. */
#ifndef NET_BASE_FOLDERS_H
#define NET_BASE_FOLDERS_H

#include "net/base/failure.h"

#include "net/base/name_list.h"

#include <stdbool.h>

enum folders_kind { FOLDERS_CONFIG, FOLDERS_DATA, FOLDERS_STATE };

/* The file or folder of that name that is ours: "$XDG_DATA_HOME/tapedeck/NAME", or below HOME. NULL if neither
 * says where that is. The caller frees. */
char *folders_path(enum folders_kind kind, const char *name);

/* Adds the names in a folder, in the order of their letters. False, with errno set, if it cannot be read. */
bool folders_names(const char *folder, struct name_list *names);

/* Syncs a folder, so that the names in it survive a crash. A folder that may not be read, and a file system that needs
 * no sync, count as success. False with errno set. */
bool folders_sync(const char *folder);

/* Removes a folder with all that is in it; no link is followed. False, with errno set, if something stays. */
bool folders_remove(const char *folder);

/* Makes those that a file needs, only for their owner. False with *failure filled, and errno set. */
bool folders_make_for(const char *file, const char *advice, struct failure *failure);

#endif
