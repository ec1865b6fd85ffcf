/* The audio copies beside the holds: which belongs to which hold, and whether it is unchanged. Blocks. */
#ifndef MODEL_HOLD_HOLD_COPY_H
#define MODEL_HOLD_HOLD_COPY_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

/* Finds the copies of the holds in a sorted table, which has all holds of a call or none, among the names in the folder. A
 * hold that has recorded no copy (an earlier version wrote it, or the program was killed before it could) gets one of its
 * call that no other hold has recorded and that is not older than the hold, or of any age if the server has deleted the
 * recording. */
void hold_copy_find(const char *folder, const struct name_list *names, struct hold_table *table);

/* Sets the hold's recorded length and hash from its copy. */
bool hold_copy_measure(struct hold *hold, struct failure *failure);

/* Verifies a copy against the recorded length and hash and returns a descriptor at offset 0, which the caller
 * closes; -1 with *failure filled if it cannot be read or differs. */
int hold_copy_open(const struct hold *hold, struct failure *failure);
bool hold_copy_is_sound(const struct hold *hold); /* verifies only */

/* Whether an audio file of that name in the folder belongs, or may belong, to a hold in the sorted table.
 * `released` is the hold that just gave it up, or NULL. */
bool hold_copy_is_wanted(const struct hold_table *table, int64_t call, const char *name,
                         const struct hold *released);

/* Deletes a call's audio files that can belong to none of the remaining holds (sorted). `released` as above. False
 * with errno set. */
bool hold_copy_remove(const char *folder, int64_t call, const struct hold_table *left,
                      const struct hold *released);

#endif
