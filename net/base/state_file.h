/* Small files of the program's own between two runs, in $XDG_STATE_HOME/tapedeck: only their owner can read
 * them. */
#ifndef NET_BASE_STATE_FILE_H
#define NET_BASE_STATE_FILE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdio.h>

/* For reading; NULL if there is none, or what is no file: a pipe would be waited for. */
FILE *state_file_open(const char *path);

/* Until another program has read and replaced its own: two that do so at once would lose what one of them has to say.
 * One that has stopped in the middle is not waited for. The folder is made. -1 where nothing is locked. */
int state_file_lock(const char *path);
void state_file_unlock(int lock);

/* Writes a temporary file and puts it in place; the folder is made. What is no file, a link for one, is left
 * alone. False with *failure filled; `what` names the contents in it: "the filters". */
typedef void state_file_write(FILE *file, const void *context);
bool state_file_replace(const char *path, const char *what, state_file_write *write_content,
                        const void *context, struct failure *failure);

#endif
