/* The folder of the recordings on hold, beside the archive. Several programs may use it. Blocks: for threads beside
 * the loop, and for tests. */
#ifndef MODEL_HOLD_HOLD_FILES_H
#define MODEL_HOLD_HOLD_FILES_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

/* Of the archive at that path. The caller frees. */
char *hold_files_folder(const char *archive);

/* Adds all that are there, in their order, with their audio. Without the folder there are none. */
bool hold_files_read(const char *folder, struct hold_table *table, struct failure *failure);

/* The same of those that are released, but may still have a row in the archive, see hold_files_release. */
bool hold_files_read_released(const char *folder, struct hold_table *table, struct failure *failure);

/* The hold of a recording that has not expired. `file` is the recording's file name, "" if it has none; NULL takes the
 * best hold of the call. The result points into *table, which must be empty before and is the caller's to clear. NULL if
 * there is none; failure->kind is FAILURE_NONE then unless the folder could not be read. */
const struct hold *hold_files_find(const char *folder, int64_t call, const char *file,
                                   struct hold_table *table, struct failure *failure);

/* Writes one. What is held already is held for both reasons then, until the later end. What it knows of its audio and the server
 * stays, but for whether its copy is damaged: all of that is read. */
bool hold_files_put(const char *folder, const struct hold *hold, struct failure *failure);

/* Notes that its audio is in the file `audio` in the folder, of which length and hash are taken now, and whether that is
 * proved. The file goes if it is not held any more. */
bool hold_files_put_audio(const char *folder, const struct hold *hold, struct failure *failure);

/* Lets go of one, and deletes the audio that only it has. What is not there is no failure. Its is_gone is what is known by
 * then: if it is set the hold stays written as a released one, until its row has left the archive as well. */
bool hold_files_release(const char *folder, struct hold *hold, struct failure *failure);
void hold_files_forget(const char *folder, const struct hold *hold); /* it has */

/* Notes that the server no longer has it. False if that is known, or it is not held. */
bool hold_files_note_gone(const char *folder, int64_t call, const char *file);

/* Notes that its copy was read, and is not, or is again, what was kept. */
void hold_files_note_damage(const char *folder, const struct hold *hold, bool is_damaged);

/* Deletes what programs have left that were killed: what they had begun to write, and audio of which they had deleted the
 * hold. Completes holds that do not say which audio is theirs. */
void hold_files_sweep(const char *folder);

/* Adds the paths of all files that are ours in it. */
void hold_files_list(const char *folder, struct name_list *paths);

#endif
