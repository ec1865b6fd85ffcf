/* Gives a file a name that no other has. */
#ifndef NET_BASE_RENAME_NEW_H
#define NET_BASE_RENAME_NEW_H

#include <stdbool.h>

/* Where the file system cannot rename so, it keeps the old name beside the new one. False with errno set: EEXIST if the name is
 * taken, also by a link. */
bool rename_new(const char *from, const char *to);

#endif
