/* The notes' file and the files beside it as plain files, before SQLite opens them. Nothing here opens an existing
 * one: POSIX locks are lost when any descriptor of the file is closed in the process, and SQLite may hold some. */
#ifndef MODEL_NOTES_NOTES_PLACE_H
#define MODEL_NOTES_NOTES_PLACE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of a database without notes. */
struct notes_image {
    const void *bytes;
    size_t size;
};

/* Whether nothing has that name, not even a link to nowhere. */
bool notes_place_is_free(const char *path);

/* Creates the file, readable by its owner only, unless it exists. It gets its name when it is complete, so that an
 * empty file is always one that was emptied. Where only a log is left an empty file is made, see
 * notes_place_is_emptied. False with *failure filled. */
bool notes_place_make(const char *path, const struct notes_image *image, struct failure *failure);

/* False with *failure filled if it is no regular file, or may not be written. */
bool notes_place_may_be_written(const char *path, struct failure *failure);

/* Sets the mode 0600 of the file and of those that SQLite keeps beside it, if they are the user's. */
void notes_place_close_to_others(const char *path);

/* Whether there is a WAL beside it with something in it. */
bool notes_place_has_log(const char *path);

/* Whether the file's own content is lost: it has no bytes, or is missing beside a WAL. */
bool notes_place_is_emptied(const char *path);

/* The inode number of the file, which tells it from another one of that name; 0 if there is none. */
uint64_t notes_place_number(const char *path);

/* Whether there may be notes: in the file, in a WAL alone, in a file that is being mended, or behind a link that
 * cannot be followed now. */
bool notes_place_has_some(const char *path);

/* Renames the damaged file of that number, and those beside it, to PATH.mending, so that a new one can be made. It
 * keeps that name until its rows have been copied, so that after a kill the next program goes on. *is_cleared stays
 * false if another file is there by now. False if the file could not be renamed. */
bool notes_place_clear(const char *path, uint64_t number, bool *is_cleared);
bool notes_place_is_mending(const char *path);
char *notes_place_mending(const char *path); /* PATH.mending; the caller frees */

/* Completes notes_place_clear after a kill: moves the WAL after its file. */
void notes_place_go_on(const char *path);

/* Renames PATH.mending, whose rows have been copied, to the name of a damaged file: *set_aside, which the caller
 * frees. *set_aside is unchanged if another program has done that. */
void notes_place_set_aside(const char *path, char **set_aside);

/* Whether a file that was set aside is still there: notes of it may be missing. */
bool notes_place_has_set_aside(const char *path);

/* The name under which the file of that number was set aside, by whichever program; NULL: it was not. The caller
 * frees. */
char *notes_place_set_aside_as(const char *path, uint64_t number);

/* Renames PATH.mending back, in place of the new file: its rows could not be copied, as the disk is full. */
void notes_place_put_back(const char *path);

#endif
