/* Small state files in $XDG_STATE_HOME/tapedeck that outlive the program, readable by their owner only. */
#ifndef NET_BASE_STATE_FILE_H
#define NET_BASE_STATE_FILE_H

#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>
#include <stdio.h>

/* Opens for reading. NULL if it cannot be opened or is not a regular file (a FIFO would block). */
FILE *state_file_open(const char *path);

/* Adds the lines of a file, without their ends; none if there is no file. */
void state_file_lines(const char *path, struct name_list *lines);

/* Locks the folder of a file for read-modify-write, so that two programs do not lose each other's changes; creates
 * the folder. Blocks for up to one second and then goes on without the lock, since the other program may be
 * stopped. Returns a descriptor for state_file_unlock, -1 if the folder cannot be opened. */
int state_file_lock(const char *path);
void state_file_unlock(int lock);

/* Replaces a file atomically (temporary file, fsync, rename) and creates the folder. What is not a regular file,
 * such as a symbolic link, is not replaced. `what` names the content in messages: "the filters". False with
 * *failure filled. */
typedef void state_file_write(FILE *file, const void *context);
bool state_file_replace(const char *path, const char *what, state_file_write *write_content,
                        const void *context, struct failure *failure);

#endif
