/* The folder of holds beside the archive, shared by several programs. Changes are made under a lock of the folder.
 * Blocks: for threads other than the loop's, and for tests. */
#ifndef MODEL_HOLD_HOLD_FILES_H
#define MODEL_HOLD_HOLD_FILES_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

/* The folder of the archive at that path. The caller frees. */
char *hold_files_folder(const char *archive);

/* Appends all holds, sorted, with their audio copies. A missing folder has none. False with *failure filled. */
bool hold_files_read(const char *folder, struct hold_table *table, struct failure *failure);

/* The same for released holds whose row in the archive may still have to be deleted, see hold_files_release. */
bool hold_files_read_released(const char *folder, struct hold_table *table, struct failure *failure);

/* The hold of a recording that has not expired. `file` is the recording's file name, "" if it has none; NULL takes the
 * best hold of the call. The result points into *table, which must be empty before and is the caller's to clear. NULL if
 * there is none; failure->kind is FAILURE_NONE then unless the folder could not be read. */
const struct hold *hold_files_find(const char *folder, int64_t call, const char *file,
                                   struct hold_table *table, struct failure *failure);

/* Writes a hold. If the recording is held already the reasons are joined, the later end counts, and what is
 * recorded about its audio and its deletion by the server is kept; its copy is verified. */
bool hold_files_put(const char *folder, const struct hold *hold, struct failure *failure);

/* Records that its audio is the file hold->audio in the folder, with the file's length and hash and
 * hold->audio_is_proved. Deletes the file if the recording is not held any more. False with *failure filled. */
bool hold_files_put_audio(const char *folder, const struct hold *hold, struct failure *failure);

/* Releases a hold and deletes audio that only it used; succeeds if it does not exist. Sets hold->is_gone as last
 * recorded: if set, the hold stays in the folder as released until hold_files_forget. False with *failure filled. */
bool hold_files_release(const char *folder, struct hold *hold, struct failure *failure);
void hold_files_forget(const char *folder,
                       const struct hold *hold); /* its row has been deleted from the archive */

/* Records that the server has deleted the recording. False if that was recorded before, it is not held, or it
 * cannot be written. */
bool hold_files_note_gone(const char *folder, int64_t call, const char *file);

/* Records whether its copy was found to be damaged. */
void hold_files_note_damage(const char *folder, const struct hold *hold, bool is_damaged);

/* Cleans up after killed programs: deletes temporary files and audio without a hold, and completes holds that have
 * not recorded their copy. */
void hold_files_sweep(const char *folder);

/* Appends the paths of all files of ours in the folder. */
void hold_files_list(const char *folder, struct name_list *paths);

#endif
