/* The file of marks, tags and notes: an SQLite database of its own beside the archive, so that nothing that happens
 * to that touches what the user has written. Several programs may have it open. Blocks: for a thread beside the
 * loop, and for tests. */
#ifndef MODEL_NOTES_NOTES_FILE_H
#define MODEL_NOTES_NOTES_FILE_H

#include "model/notes/note_table.h"
#include "net/base/failure.h"

struct notes_file;

/* Opens it, or makes it, readable by its owner only. One that is damaged is set aside, and what can be read of it
 * taken over: *set_aside is its new name then, else NULL; the caller's. NULL with *failure filled. */
struct notes_file *notes_file_open(const char *path, char **set_aside, struct failure *failure);
void notes_file_close(struct notes_file **file);

/* Each is one transaction at most. False with *failure filled. */
bool notes_file_mark(struct notes_file *file, const struct note_key *key, bool is_marked,
                     struct failure *failure);

/* In the place of a text that was seen there. What another program has written since, around it or in its stead, stays: in its
 * stead the text goes below that, once. */
bool notes_file_write(struct notes_file *file, const struct note_key *key, const char *seen, const char *text,
                      struct failure *failure);
bool notes_file_tag(struct notes_file *file, const struct note_key *key, const char *tag, bool is_set,
                    struct failure *failure);
bool notes_file_forget(struct notes_file *file, const struct note_key *key, struct failure *failure);

/* Some of the call has been heard; or it is forgotten that it was. */
bool notes_file_hear(struct notes_file *file, int64_t call, bool is_heard, struct failure *failure);

/* Whether anything is known of a recording: noted, or heard of its call. If not even that can be told it is. */
bool notes_file_knows(struct notes_file *file, const struct note_key *key);

/* What is to be forgotten when the archive has committed its deletion by that number; `is_last`: what was heard, too.
 * Then what became of it: what was not committed stays. */
bool notes_file_condemn(struct notes_file *file, const struct note_key *key, bool is_last, int64_t number,
                        struct failure *failure);
bool notes_file_settle(struct notes_file *file, int64_t committed, struct failure *failure);

/* All of one in the place of what there is, unless that is as new or newer; *taken counts it if it is not. Of one that is as new
 * the tags are added that are missing there. */
bool notes_file_put(struct notes_file *file, const struct note *note, uint64_t *taken,
                    struct failure *failure);

/* Each of them, and what was heard, in one transaction. */
bool notes_file_put_all(struct notes_file *file, const struct note_table *table, struct failure *failure);

/* So that many changes cost what one does. What was committed is in the file itself at once, unless another program reads it at
 * that moment: it can be copied without its log. */
bool notes_file_begin(struct notes_file *file, struct failure *failure);
bool notes_file_commit(struct notes_file *file, struct failure *failure);

/* Whether another program has changed it since it was last read, or nobody has read it. */
bool notes_file_has_changed(struct notes_file *file);

/* Whether damage was met: opening it anew sets it aside. */
bool notes_file_is_doubtful(const struct notes_file *file);

/* Whether another file, or none, is where it was opened, or nothing is left in it: what is written to it then nobody finds. */
bool notes_file_is_lost(struct notes_file *file);
uint64_t notes_file_number(const struct notes_file *file); /* see notes_place_number */

/* All there is, added to the table. */
bool notes_file_read(struct notes_file *file, struct note_table *table, struct failure *failure);

/* The same by whoever only reads: it makes and mends nothing. NULL with *failure filled if it cannot be opened. */
struct notes_file *notes_file_open_to_read(const char *path, struct failure *failure);

/* What was forgotten leaves the log beside the file, too. */
void notes_file_sweep(struct notes_file *file);

#endif
