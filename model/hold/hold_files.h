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

/* Writes one, in the place of what there is of it. Its audio is left alone. */
bool hold_files_put(const char *folder, const struct hold *hold, struct failure *failure);

/* Deletes one, with the audio of its call if that has no other. What is not there is no failure. */
bool hold_files_remove(const char *folder, const struct hold *hold, struct failure *failure);

/* Notes that the server no longer has it. False if that is known, or it is not held. */
bool hold_files_note_gone(const char *folder, int64_t call, const char *file);

/* The path of the file with a call's audio, if any of that is on hold; NULL: there is none. The caller frees. */
char *hold_files_audio(const char *folder, int64_t call);

/* How the files of audio are called, as a template for saving (recording_name.h). The caller frees. */
char *hold_files_audio_template(const char *folder);

/* Deletes what programs have left that were killed: what they had begun to write, and audio of which they had deleted the hold. */
void hold_files_sweep(const char *folder);

/* Adds the paths of all files that are ours in it. */
void hold_files_list(const char *folder, struct name_list *paths);

#endif
