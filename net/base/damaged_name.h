/* How a damaged file is called when it is set aside: "PATH.damaged-SECONDS-MILLISECONDS", of the time when that was. */
#ifndef NET_BASE_DAMAGED_NAME_H
#define NET_BASE_DAMAGED_NAME_H

#include "net/base/name_list.h"

char *damaged_name_new(const char *path); /* of now; the caller frees */

/* Adds the paths of what was set aside of that path, and of the logs that SQLite keeps beside those. */
void damaged_name_list(const char *path, struct name_list *paths);

#endif
