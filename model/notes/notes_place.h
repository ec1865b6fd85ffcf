/* The file of notes as a file, before SQLite is let near it. Nothing here opens what is there: closing it would take the locks
 * of those who have it open in this process. */
#ifndef MODEL_NOTES_NOTES_PLACE_H
#define MODEL_NOTES_NOTES_PLACE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Makes an empty file where there is none, which only its owner can read. False with *failure filled if what is there is no
 * file, or nothing can be written there. */
bool notes_place_make(const char *path, struct failure *failure);

/* So that only its owner can read it and what SQLite keeps beside it. Nothing of it if it is another one's. */
void notes_place_close_to_others(const char *path);

/* Whether something is in a log beside it, and nothing in itself. */
bool notes_place_has_log(const char *path);
bool notes_place_is_empty(const char *path);

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

/* It could not be taken over, as there is no room: it comes back in place of what was begun, and is tried again later. */
void notes_place_put_back(const char *path);

#endif
