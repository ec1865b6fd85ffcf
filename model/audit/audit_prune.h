/* The access log loses its oldest months, and says so itself. */
#ifndef MODEL_AUDIT_AUDIT_PRUNE_H
#define MODEL_AUDIT_AUDIT_PRUNE_H

#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>

/* Deletes the files of the months before that one, "2026-03", whose names are added to *gone; the newest stays. Lines of
 * the log say so before and after; where nothing is that old there are none. False with *failure filled. */
bool audit_prune(const char *folder, const char *month, struct name_list *gone, struct failure *failure);

/* Only adds the names of what would be deleted. */
void audit_prune_look(const char *folder, const char *month, struct name_list *names);

/* The newest file where it is of before that month and stays, since the log goes on in it; NULL if it is not. `is_any`: files
 * are deleted, or would be. The caller frees it. */
char *audit_prune_kept(const char *folder, const char *month, bool is_any);

#endif
