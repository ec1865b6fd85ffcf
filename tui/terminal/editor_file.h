/* The file that an editor gets, in the folder of state, where it outlives both: what has been written into it is removed only
 * once somebody has read it. The editor inherits the lock, so that it is known to be in use while either lives. Blocks. */
#ifndef TUI_TERMINAL_EDITOR_FILE_H
#define TUI_TERMINAL_EDITOR_FILE_H

#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>

/* Zeroed: there is none. */
struct editor_file {
    char *folder; /* of its own, with what editors leave in it; NULL: there is none */
    char *path;
    int lock; /* to be inherited by the editor */
};

/* Makes "note-NAME.XXXXXX/note.txt" with the text, for its owner only. False with *failure filled. */
bool editor_file_make(struct editor_file *file, const char *name, const char *text, struct failure *failure);

/* Something has been written into it, or beside it, as editors do that are killed. */
bool editor_file_is_written(const struct editor_file *file);

/* Leaves it to others: removes it unless something is written, or somebody still has its lock. True, with *path set, to be
 * freed, if it stays. */
bool editor_file_leave(struct editor_file *file, char **path);

/* With all that is in it. */
void editor_file_remove(struct editor_file *file);

/* Adds the paths of those that have something in them and are used by nobody; removes the others of these. */
void editor_file_find_left(struct name_list *paths);

#endif
