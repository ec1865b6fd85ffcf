/* Temporary folders with mode 0700. They may hold personal data, so one left behind by a killed program is removed
 * by a later one: each is registered in the state folder by an entry that the program keeps locked while it lives.
 * Blocks. */
#ifndef NET_BASE_TEMPORARY_FOLDER_H
#define NET_BASE_TEMPORARY_FOLDER_H

#include <stdbool.h>

/* No folder when zeroed. */
struct temporary_folder {
    char *path;  /* absolute, owned; NULL: no folder */
    char *entry; /* path of its entry, owned; NULL: it could not be registered */
    int lock;    /* descriptor of the locked entry; -1: none */
};

/* Creates a folder below an existing one. False with errno set. */
bool temporary_folder_make(struct temporary_folder *folder, const char *below);

/* Removes it with its content and its entry; does nothing if there is none. */
void temporary_folder_remove(struct temporary_folder *folder);

/* Removes the folders of programs that were killed. One on a file system that is not mounted now is left for later.
 * Symbolic links are not followed, and nothing is removed that temporary_folder_make cannot have created. */
void temporary_folder_sweep(void);

#endif
