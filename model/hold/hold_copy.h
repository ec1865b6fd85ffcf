/* The copies of audio beside the holds: whose each is, and whether it still is what was kept. Blocks. */
#ifndef MODEL_HOLD_HOLD_COPY_H
#define MODEL_HOLD_HOLD_COPY_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

/* Finds the copies of the holds in a sorted table, which has all holds of a call or none, among the names in the folder. A
 * hold that has recorded no copy (an earlier version wrote it, or the program was killed before it could) gets one of its
 * call that no other hold has recorded and that is not older than the hold. */
void hold_copy_find(const char *folder, const struct name_list *names, struct hold_table *table);

/* Takes length and hash of what is in its copy now. False with *failure filled if it cannot be read. */
bool hold_copy_measure(struct hold *hold, struct failure *failure);

/* Reads all of a copy, and opens it at its beginning; the caller closes. -1 with *failure filled if it cannot be read, or
 * is not what was kept. */
int hold_copy_open(const struct hold *hold, struct failure *failure);
bool hold_copy_is_sound(const struct hold *hold); /* the same, without opening it */

/* Whether a file of audio in the folder is, or may be, that of one of the holds; `released` had it, NULL: nobody did. */
bool hold_copy_is_wanted(const struct hold_table *table, int64_t call, const char *name,
                         const struct hold *released);

/* Deletes the audio of a call that none of the holds that it has left can have; `released` had one, NULL: none did. False
 * with errno set. */
bool hold_copy_remove(const char *folder, int64_t call, const struct hold_table *left,
                      const struct hold *released);

#endif
