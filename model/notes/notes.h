/* The user's marks, tags and notes of recordings: read into memory once, and again when another program has changed
 * them; written on a thread of their own. All calls on the loop's thread unless said otherwise. */
#ifndef MODEL_NOTES_NOTES_H
#define MODEL_NOTES_NOTES_H

#include "model/notes/note_table.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <uv.h>

struct notes;

struct notes_events {
    void (*changed)(void *context); /* what notes_find gives is out of date */
    void (*failed)(void *context, const struct failure *failure);
    void (*set_aside)(void *context, const char *name); /* a damaged file is called so now */
    void *context;
    bool
        is_patient; /* what cannot be kept is tried again until it can be, or at the last when it is closed */
};

/* The file need not be there: it is made with the first note. `committed`: the number of the last deletion that the
 * archive has committed, see notes_condemn. */
struct notes *notes_open(uv_loop_t *loop, const char *path, int64_t committed,
                         const struct notes_events *events);

/* Writes what is left; `closed` is called from the loop when all is on the disk, or `failed` has told why not. */
void notes_close(struct notes **notes, void (*closed)(void *context), void *context);

/* NULL if nothing is noted. Valid until the next return to the loop, as is the table. */
const struct note *notes_find(const struct notes *notes, const struct note_key *key);
const struct note_table *notes_table(const struct notes *notes);

/* The same as it will be when all that was asked for is on the disk, which may take as long as that is full: what is to be
 * written anew is written in its place. */
const struct note *notes_expected(const struct notes *notes, const struct note_key *key);

/* Something is still being read or written. */
bool notes_is_busy(const struct notes *notes);

/* It is known what is noted: it was read, once, or there is nothing. */
bool notes_is_read(const struct notes *notes);

/* The file was damaged once, and what could not be read of it is missing: until what was set aside of it is moved away. As of
 * what was read or written last. */
bool notes_is_partial(const struct notes *notes);

/* The last failure since notes_open; NULL if there was none. */
const struct failure *notes_failure(const struct notes *notes);

/* Marks it, or takes the mark away: what notes_find gives counts, or what was asked for since. */
void notes_mark(struct notes *notes, const struct note_key *key);

/* In the place of what the user has seen there: what another program has written, or added and taken away of tags, which
 * are words with blanks between them, meanwhile stays so. */
void notes_write(struct notes *notes, const struct note_key *key, const char *seen, const char *text);
void notes_tag(struct notes *notes, const struct note_key *key, const char *seen, const char *tags);

/* All of each, unless what is there is as new. All of them are put, or none. */
void notes_put(struct notes *notes, const struct note_table *table);
uint64_t notes_taken(const struct notes *notes); /* how many of them were newer and are on the disk */

/* Some of the call has been heard, whichever of its recordings. */
void notes_hear(struct notes *notes, int64_t call);

/* The recording is gone for good; `is_last`: the call, too. On any thread, as the two below. */
void notes_forget(struct notes *notes, const struct note_key *key, bool is_last);

/* Waits until it is known of which there is something. */
void notes_ask(struct notes *notes, struct notes_doomed *doomed, size_t count);

/* Waits until it is on the disk that they go with the deletion of the number that is returned, so that they do even
 * if nobody lives to call notes_forget. 0 if there is no file. */
int64_t notes_condemn(struct notes *notes, const struct notes_doomed *doomed, size_t count);

/* Looks whether another program has changed something. */
void notes_look(struct notes *notes);

#endif
