#include "model/audit/audit_prune.h"

#include "model/audit/audit_file.h"
#include "model/audit/audit_log.h"

#include <stdlib.h>
#include <string.h>

static bool note(const char *folder, const char *month, const char *result, struct failure *failure)
{
    const struct audit_entry entry = {.action = "prune", .started_before = month, .result = result};
    return audit_log_write(folder, &entry, failure);
}

void audit_prune_look(const char *folder, const char *month, struct name_list *names)
{
    audit_file_before(folder, month, names);
    if (names->count == 0)
        return;
    char *newest = audit_file_kept(folder, month, false), *kept = audit_prune_kept(folder, month, true);
    if (newest && (!kept || strcmp(newest, kept) != 0))
        name_list_add(names, newest); /* the log of the deletion starts a newer file, so that this one goes */
    free(kept);
    free(newest);
}

char *audit_prune_kept(const char *folder, const char *month, bool is_any)
{
    return audit_file_kept(folder, month, is_any);
}

bool audit_prune(const char *folder, const char *month, struct name_list *gone, struct failure *failure)
{
    struct failure unsaid;
    struct name_list old = {0};
    audit_file_before(folder, month, &old);
    bool is_any = old.count > 0;
    name_list_clear(&old);
    if (!is_any)
        return true;
    if (!note(folder, month, "begun", failure)) /* the remaining chain starts with this line at the latest */
        return false;
    bool done = audit_file_prune(folder, month, gone, failure);
    return note(folder, month, done ? "done" : "failed", done ? failure : &unsaid) && done;
}
