/* The work of the notes' thread: it makes the file when it is needed, opens a new one that was put in its place, and
 * obeys orders. Blocks. */
#ifndef MODEL_NOTES_NOTES_WORK_H
#define MODEL_NOTES_NOTES_WORK_H

#include "model/notes/note_table.h"
#include "model/notes/notes_file.h"
#include "model/notes/notes_order.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct notes_work {
    char *path;
    int64_t committed;       /* see notes_open */
    struct notes_file *file; /* NULL: not there yet */
    bool is_partial;         /* see notes_is_partial */
    struct note_table known; /* copy of the file; if it is lost the next one gets it before any order */
    bool is_unwritten;       /* `known` is still to be written into the file that is open now */
    uint64_t lost;           /* notes_place_number of a file that was lost, until another is open; else 0 */
};

/* The result of a run. */
struct notes_outcome {
    bool is_read, is_unread; /* the file was read, or could not be; neither: it has not changed */
    struct note_table table; /* what was read; owned */
    struct failure failure;
    bool is_undone;  /* the orders were not obeyed, for the reason in `failure` */
    uint64_t taken;  /* see notes_taken */
    char *set_aside; /* the new name of a damaged file, whichever program has set it aside; owned */
    bool is_partial; /* see notes_is_partial */
};

/* Obeys all orders of a list in one transaction, and reads the file if it may have changed. */
void notes_work_run(struct notes_work *work, const struct notes_order *orders, struct notes_outcome *outcome);
void notes_work_end(struct notes_work *work);

/* See notes_place_has_some. On any thread. */
bool notes_work_has_some(const struct notes_work *work);

#endif
