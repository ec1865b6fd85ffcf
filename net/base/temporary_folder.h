/* Folders for their owner only, for files that are needed for a moment. A program that is killed leaves its own, in which may
 * be what is personal: so each is noted in the folder of state, by a file that is locked while the program lives, and who starts
 * next removes what nobody has locked. Blocks. */
#ifndef NET_BASE_TEMPORARY_FOLDER_H
#define NET_BASE_TEMPORARY_FOLDER_H

#include <stdbool.h>

/* Zeroed: there is none. */
struct temporary_folder {
    char *path;  /* absolute; NULL: there is none */
    char *entry; /* what notes it; NULL: it cannot be noted */
    int lock;    /* on that */
};

/* Makes one below a folder that is there. False, with errno set, if it cannot be. */
bool temporary_folder_make(struct temporary_folder *folder, const char *below);

/* With the files in it. */
void temporary_folder_remove(struct temporary_folder *folder);

/* Removes those of programs that were killed; what lies on a disk that is not there now is removed when it is again. No link is
 * followed, and nothing touched that is not made by temporary_folder_make. */
void temporary_folder_sweep(void);

#endif
