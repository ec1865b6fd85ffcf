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

/* The file of that number gets another name, with what lies beside it: *set_aside, which the caller frees; NULL if it is not
 * there any more. False if it stays. */
bool notes_place_clear(const char *path, uint64_t number, char **set_aside);

/* It could not be taken over, as there is no room: it comes back in place of what was begun, and is tried again later. */
void notes_place_put_back(const char *path, char **set_aside);

#endif
