/* The file of marks, tags and notes: an SQLite database of its own, so that damage of the archive does not touch it.
 * Several programs may have it open. Blocks: for threads other than the loop's, and for tests. */
#ifndef MODEL_NOTES_NOTES_FILE_H
#define MODEL_NOTES_NOTES_FILE_H

#include "model/notes/note_table.h"
#include "net/base/failure.h"

struct notes_file;

/* Opens the file, or creates it, readable by its owner only. A damaged one is set aside, and what can be read of it
 * copied: *set_aside is its new name then, else NULL; the caller frees. NULL with *failure filled. */
struct notes_file *notes_file_open(const char *path, char **set_aside, struct failure *failure);
void notes_file_close(struct notes_file **file);

/* Each is one transaction at most. False with *failure filled. */
bool notes_file_mark(struct notes_file *file, const struct note_key *key, bool is_marked,
                     struct failure *failure);

/* Replaces the text that the user has seen. What another program has written around it since stays; if it has
 * replaced the text, the new one is appended to that, once. */
bool notes_file_write(struct notes_file *file, const struct note_key *key, const char *seen, const char *text,
                      struct failure *failure);
bool notes_file_tag(struct notes_file *file, const struct note_key *key, const char *tag, bool is_set,
                    struct failure *failure);
bool notes_file_forget(struct notes_file *file, const struct note_key *key, struct failure *failure);

/* Sets or clears that some of the call has been heard. */
bool notes_file_hear(struct notes_file *file, int64_t call, bool is_heard, struct failure *failure);

/* Whether a recording has a note, or its call was heard. True if that cannot be read. */
bool notes_file_knows(struct notes_file *file, const struct note_key *key);

/* notes_file_condemn records that the notes of a recording go when the archive commits the deletion of that number;
 * `is_last`: the call's heard mark, too. notes_file_settle deletes those of the committed number and drops older
 * records, which were not committed. */
bool notes_file_condemn(struct notes_file *file, const struct note_key *key, bool is_last, int64_t number,
                        struct failure *failure);
bool notes_file_settle(struct notes_file *file, int64_t committed, struct failure *failure);

/* Replaces a note unless the one in the file is as new or newer; *taken counts replacements. If it is as new, missing
 * tags are added. */
bool notes_file_put(struct notes_file *file, const struct note *note, uint64_t *taken,
                    struct failure *failure);

/* Puts all notes and heard calls in one transaction. */
bool notes_file_put_all(struct notes_file *file, const struct note_table *table, struct failure *failure);

/* Brackets changes into one transaction, which costs as much as a single change. A commit moves the WAL into the
 * file, unless another program is reading it, so that the file can be copied alone. */
bool notes_file_begin(struct notes_file *file, struct failure *failure);
bool notes_file_commit(struct notes_file *file, struct failure *failure);

/* Whether another program has changed it since it was last read, or it has not been read. */
bool notes_file_has_changed(struct notes_file *file);

/* Whether damage was met: reopening sets the file aside. */
bool notes_file_is_doubtful(const struct notes_file *file);

/* Whether the file was replaced, deleted or emptied, so that nobody would find what is written to it. */
bool notes_file_is_lost(struct notes_file *file);
uint64_t notes_file_number(const struct notes_file *file); /* see notes_place_number */

/* Appends all notes and heard calls to the table. */
bool notes_file_read(struct notes_file *file, struct note_table *table, struct failure *failure);

/* Opens the file for reading only: creates and mends nothing. NULL with *failure filled if it cannot be opened. */
struct notes_file *notes_file_open_to_read(const char *path, struct failure *failure);

/* Empties the WAL, so that deleted notes are not left in it. */
void notes_file_sweep(struct notes_file *file);

#endif
