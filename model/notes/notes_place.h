/* The file of notes as a file, before SQLite is let near it. */
#ifndef MODEL_NOTES_NOTES_PLACE_H
#define MODEL_NOTES_NOTES_PLACE_H

#include "net/base/failure.h"

#include <stdbool.h>

/* Only its owner can read it, from its first byte on; what SQLite keeps beside it gets the same permissions. What is not
 * ours keeps its own. */
bool notes_place_make(const char *path, struct failure *failure);

/* What is there gets another name, with what lies beside it: *set_aside, which the caller frees. False if it stays. */
bool notes_place_clear(const char *path, char **set_aside);

#endif
