/* What the thread of the notes does with their file, which is made when it is needed, and followed if another one is put in its
 * place. Blocks. */
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
    struct note_table
        known;         /* what was in it last: where that is lost it is written again before any order */
    bool is_unwritten; /* it is still to be written again */
    uint64_t lost;     /* the number of a file that is lost, until another is open; 0: none is */
};

/* What has come of it. */
struct notes_outcome {
    bool is_read, is_unread; /* what is there; neither: it is as before */
    struct note_table table; /* when it is read */
    struct failure failure;
    bool is_undone;  /* orders that change something were not done, for the reason in `failure` */
    uint64_t taken;  /* of what was put */
    char *set_aside; /* the file, by whichever program; owned */
    bool is_partial; /* see notes_is_partial */
};

/* Does all orders of a list, or none, and reads what is there if that may be something else than before. */
void notes_work_run(struct notes_work *work, const struct notes_order *orders, struct notes_outcome *outcome);
void notes_work_end(struct notes_work *work);

/* Whether there may be something in the file. On any thread. */
bool notes_work_has_some(const struct notes_work *work);

#endif
