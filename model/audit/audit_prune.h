/* Deletes the oldest months of the access log, and logs that. */
#ifndef MODEL_AUDIT_AUDIT_PRUNE_H
#define MODEL_AUDIT_AUDIT_PRUNE_H

#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>

/* Deletes the files of months before `month` ("2026-03") and appends their names to *gone; the newest file is kept.
 * Logs it before and after, unless there is nothing to delete. False with *failure filled. */
bool audit_prune(const char *folder, const char *month, struct name_list *gone, struct failure *failure);

/* Only appends the names of what would be deleted. */
void audit_prune_look(const char *folder, const char *month, struct name_list *names);

/* The newest file's name if it is of before `month` and therefore kept; NULL otherwise. `is_any`: files are
 * deleted, or would be. The caller frees. */
char *audit_prune_kept(const char *folder, const char *month, bool is_any);

#endif
