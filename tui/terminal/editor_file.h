/* The file that is given to an editor. It lies in the folder of state and outlives a crash of the editor or of this
 * program: what was written into it is removed only after it has been read. Its lock is inherited by the editor, so
 * that other programs know the file to be in use as long as either of the two runs. Blocks. */
#ifndef TUI_TERMINAL_EDITOR_FILE_H
#define TUI_TERMINAL_EDITOR_FILE_H

#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>

/* Empty when zeroed. */
struct editor_file {
    char *folder; /* made for this file alone, owned; editors put their own files there, too. NULL: no file */
    char *path;   /* of the file; owned */
    int lock;     /* descriptor; to be inherited by the editor */
};

/* Creates "note-NAME.XXXXXX/note.txt" with the text, readable by its owner only. False with *failure filled. */
bool editor_file_make(struct editor_file *file, const char *name, const char *text, struct failure *failure);

/* Whether the file was written since, or a file beside it, as editors leave when they are killed. */
bool editor_file_is_written(const struct editor_file *file);

/* Gives up the lock, and removes the file unless it was written or another process still has its lock. True if it
 * stays; *path is its path then, which the caller frees. Clears *file. */
bool editor_file_leave(struct editor_file *file, char **path);

/* Removes the folder with everything in it, and clears *file. */
void editor_file_remove(struct editor_file *file);

/* Looks for files that earlier programs have left and that are not in use: adds the paths of those in which something
 * was written, and removes the others. */
void editor_file_find_left(struct name_list *paths);

#endif
