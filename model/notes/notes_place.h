/* The file of notes as a file, before SQLite is let near it. Nothing here opens what is there: closing it would take the locks
 * of those who have it open in this process. */
#ifndef MODEL_NOTES_NOTES_PLACE_H
#define MODEL_NOTES_NOTES_PLACE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of a file in which nothing is noted. */
struct notes_image {
    const void *bytes;
    size_t size;
};

/* Whether there is no file, and no link to one. */
bool notes_place_is_free(const char *path);

/* Makes the file there, readable by its owner only, unless another program has: whole at once, so that one of no bytes is one
 * that was emptied. Where only a log is left such a one is made. False with *failure filled. */
bool notes_place_make(const char *path, const struct notes_image *image, struct failure *failure);

/* False with *failure filled if what is there is no file, or may not be written. */
bool notes_place_may_be_written(const char *path, struct failure *failure);

/* So that only its owner can read it and what SQLite keeps beside it. Nothing of it if it is another one's. */
void notes_place_close_to_others(const char *path);

/* Whether something is in a log beside it. */
bool notes_place_has_log(const char *path);

/* Whether all has gone of what was in the file itself: no bytes are left, or only a log. */
bool notes_place_is_emptied(const char *path);

/* By which the file that is there is known from another one that is put in its place. */
uint64_t notes_place_number(const char *path);

/* Whether there may be something: also in a log alone, in one that is being mended, or where a link leads that cannot be
 * followed now. */
bool notes_place_has_some(const char *path);

/* The file of that number makes room for a new one, with what lies beside it: it is named so until what is in it has been taken
 * over, so that whoever comes after a kill goes on. *is_cleared stays false if it is not there any more. False if it stays. */
bool notes_place_clear(const char *path, uint64_t number, bool *is_cleared);
bool notes_place_is_mending(const char *path);
char *notes_place_mending(const char *path); /* the caller frees */

/* What a kill has left halfway is moved on: the log behind its file. */
void notes_place_go_on(const char *path);

/* It has been taken over, and is kept as *set_aside, the caller's; NULL if another program has done that. */
void notes_place_set_aside(const char *path, char **set_aside);

/* Something that was set aside lies there: what of it could not be read is missing from the file. */
bool notes_place_has_set_aside(const char *path);

/* As what the file of that number was set aside, by whichever program; NULL: it was not. The caller frees. */
char *notes_place_set_aside_as(const char *path, uint64_t number);

/* It could not be taken over, as there is no room: it comes back in place of what was begun, and is tried again later. */
void notes_place_put_back(const char *path);

#endif
